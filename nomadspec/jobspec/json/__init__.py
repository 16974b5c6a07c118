"""Jobs as JSON: the API's form both ways, Go's reading and writing of it, and HCL's JSON syntax."""
