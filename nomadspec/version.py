"""The release of nomadspec, and the release of Nomad it speaks for."""

__version__ = "0.1.0"
NOMAD_VERSION = "2.0.6-dev"
