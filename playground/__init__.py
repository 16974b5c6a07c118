"""The playground: nomadspec in a browser, without a server. `tools/build_playground.py` puts it together; `make playground`."""
