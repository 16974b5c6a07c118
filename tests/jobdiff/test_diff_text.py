"""The layout of a diff's text, and its forms that Nomad does not have."""

from __future__ import annotations

from textwrap import dedent

from nomadspec.jobdiff import FieldDiff, JobDiff, ObjectDiff, TaskDiff, TaskGroupDiff, annotate, diff, redact
from nomadspec.jobdiff.diff_text import job_lines
from nomadspec.jobdiff.long_text import changed_lines
from nomadspec.source.styled_text import plain
from tests.jobdiff.jobs import job, of_group, of_task


def test_an_edited_job_has_its_edited_fields() -> None:
    assert diff(job(Priority=50, Meta={"long": "x"}), job(Priority=60)).to_text() == dedent("""\
        +/- Job: "j"
        -   Meta[long]: "x"
        +/- Priority:   "50" => "60"
            Task Group: "g"
              Task: "t\"""")


def test_an_added_job_is_short_unless_verbose() -> None:
    found = annotate(diff(None, job()), {"g": {"Place": 1, "Ignore": 0}})
    assert found.to_text() == '+ Job: "j"\n+ Task Group: "g" (1 create)\n  + Task: "t" (forces create)'
    assert '+ Count:                   "1" (forces create)' in found.to_text(verbose=True)


def test_updates_of_a_group_are_sorted_by_their_words() -> None:
    desired = {"g": {"Place": 1, "Stop": 2, "DestructiveUpdate": 3, "InPlaceUpdate": 4, "Canary": 5, "Ignore": 6, "Migrate": 7, "Preemptions": 8}}
    found = annotate(diff(job(), job()), desired)
    assert found.to_text().splitlines()[1] == 'Task Group: "g" (5 canary, 1 create, 3 create/destroy update, 2 destroy, 6 ignore, 4 in-place update, 7 migrate)'


def test_groups_with_other_markers_indent_otherwise() -> None:
    tasks = (TaskDiff("None", "t"),)
    found = JobDiff(
        "Edited",
        "j",
        task_groups=(TaskGroupDiff("Added", "a", tasks=tasks), TaskGroupDiff("Edited", "b", tasks=tasks), TaskGroupDiff("None", "c", tasks=tasks)),
    )
    assert found.to_text() == dedent("""\
        +/- Job: "j"
        +   Task Group: "a"
            Task: "t"

        +/- Task Group: "b"
          Task: "t"

            Task Group: "c"
              Task: "t\"""")


def test_columns_are_bytes_wide() -> None:
    # `Meta[é]` is as wide as `Meta[ab]` in bytes.
    fields = (FieldDiff("Added", "Meta[é]", "", "1"), FieldDiff("Added", "Meta[ab]", "", "2"))
    assert JobDiff("Edited", "j", fields).to_text().splitlines()[1:] == ['+ Meta[é]: "1"', '+ Meta[ab]: "2"']


def test_an_empty_object_has_an_empty_line() -> None:
    assert (
        plain(job_lines(JobDiff("Edited", "j", objects=(ObjectDiff("None", "O"), ObjectDiff("Added", "P"))))).strip()
        == '+/- Job: "j"\n  O {\n\n  }\n+ P {\n\n  }'
    )


def test_values_are_quoted_as_go_quotes() -> None:
    text = of_task({}, {"Env": {"A": 'é"\\\n\t\x01\u200b'}}).to_text()
    assert r'+ Env[A]: "é\"\\\n\t\x01\u200b"' in text


def test_a_long_text_can_be_shown_by_its_lines() -> None:
    template = {"DestPath": "local/x", "ChangeMode": "noop"}
    found = of_task({"Templates": [{**template, "EmbeddedTmpl": "a\nb\n"}]}, {"Templates": [{**template, "EmbeddedTmpl": "a\nc\n"}]})
    assert 'EmbeddedTmpl:  "a\\nb\\n" => "a\\nc\\n"' in plain(job_lines(found))
    shown = plain(job_lines(found, long_texts=True))
    assert [line.strip() for line in shown.splitlines() if line.strip()[:2] in ("a", "- ", "+ ", "@@")] == ["@@ line 1 @@", "a", "- b", "+ c"]


def test_line_diffs_are_bounded() -> None:
    assert changed_lines("one", "two") is None
    assert changed_lines("x\n" * 3000, "y\n" * 3000) is None
    assert changed_lines("a\nb\n", "a\r\nb\r\n") == [("  (only line endings differ)", "dim")]


def test_redacting_keeps_the_shape() -> None:
    secret = {
        "Env": {"A": "hidden-env"},
        "Templates": [{"EmbeddedTmpl": "hidden-template", "DestPath": "local/shown"}],
        "Secrets": [{"Name": "shown", "Provider": "nomad", "Path": "hidden-path"}],
        "Config": {"image": "shown", "auth": [{"username": "hidden-user", "password": "hidden-password"}], "url": "https://hidden:hidden@shown/x"},
        "Artifacts": [{"GetterSource": "https://user:hidden@shown", "GetterHeaders": {"X": "hidden-header"}}],
    }
    found = redact(of_task({"Env": {"A": "hidden-before"}}, secret))
    text = found.to_text(verbose=True)
    assert "hidden" not in text
    assert text.count("shown") == 5
    assert '+/- Env[A]: "<redacted>" => "<redacted>"' in text
    assert 'SecretsMB:   "0"' in redact(of_task({}, {"Resources": {"CPU": 200}})).to_text()


def test_a_redacted_diff_of_nothing_is_nothing() -> None:
    found = of_group({}, {})
    assert redact(found).to_api() == found.to_api()


def test_an_edited_task_of_which_nothing_is_shown_has_an_empty_line() -> None:
    tasks = (TaskDiff("Edited", "init"), TaskDiff("None", "main"))
    found = JobDiff("Edited", "j", task_groups=(TaskGroupDiff("Edited", "g", tasks=tasks),))
    assert found.to_text() == '+/- Job: "j"\n+/- Task Group: "g"\n  +/- Task: "init"\n\n      Task: "main"'
