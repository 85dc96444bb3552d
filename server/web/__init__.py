"""A request becomes a checked call: routes, schemas, problems, guard."""
