"""The program's regular expressions as code of the matcher, a module for each version of it: `magic_20220615` is Python 3.11's, `magic_20221023` 3.12's,
`magic_20230612` 3.13's."""
