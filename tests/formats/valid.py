"""valid.py SCHEMA FILE: is the JSON in FILE valid by the JSON schema?"""
import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as schema, open(sys.argv[2], encoding="utf-8") as file:
    errors = list(jsonschema.Draft7Validator(json.load(schema)).iter_errors(json.load(file)))
for error in errors:
    print("/".join(map(str, error.absolute_path)), error.message[:300])
sys.exit(bool(errors))
