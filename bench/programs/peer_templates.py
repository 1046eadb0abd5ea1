"""
What Checkbox takes for its templates: `expand RECORDING` as a whole, `instantiate RECORDING` with its units loaded, or
`parse FILE` for a list of resource programs.
"""

import json
import logging
import sys
import time

logging.disable(logging.CRITICAL)


def load(recording):
    from plainbox.impl.providers.v1 import all_providers
    from plainbox.impl.unit.template import TemplateUnit

    with open(recording, encoding="utf-8") as stream:
        resources = json.load(stream)["resources"]
    all_providers.load()
    providers = all_providers.get_all_plugin_objects()
    units = [unit for provider in providers for unit in provider.unit_list]
    return resources, [unit for unit in units if isinstance(unit, TemplateUnit)]


def make(resources, templates):
    from plainbox.impl.resource import Resource

    made = 0
    for unit in templates:
        state = resources.get(unit.resource_id, {"records": []})
        records = [Resource(record) for record in state["records"]]
        for instance in unit.instantiate_all(records):
            for field in ("id", "summary", "command", "requires"):
                instance.get_record_value(field)
            made += 1
    if made == 0:
        sys.exit("no template made anything")
    return made


def expand(recording):
    make(*load(recording))


def instantiate(recording):
    resources, templates = load(recording)
    started = time.perf_counter()
    made = make(resources, templates)
    took = (time.perf_counter() - started) * 1000
    print(f"{len(templates)} templates made {made} units", file=sys.stderr)
    print(took)


def parse(path):
    from plainbox.impl.resource import ResourceProgram, ResourceProgramError

    with open(path, encoding="utf-8") as stream:
        texts = [program["text"] for program in json.load(stream)]
    started = time.perf_counter()
    for text in texts:
        try:
            ResourceProgram(text)
        except ResourceProgramError:
            pass
    print((time.perf_counter() - started) * 1000)


{"expand": expand, "instantiate": instantiate, "parse": parse}[sys.argv[1]](sys.argv[2])
