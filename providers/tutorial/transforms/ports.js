/** Makes of a job with `ports: [left, right]` one job for each port. */
export function* transform({edit, report}, records) {
  for (const record of records) {
    const {id, summary, ports} = edit.read(record);
    if (ports === undefined) yield record;
    else if (!Array.isArray(ports)) {
      report({code: 'transform/ports', message: 'must be a list of names', record, field: 'ports'});
    } else {
      for (const port of ports) {
        const own = edit.set(edit.remove(record, 'ports'), 'id', `${id}-${port}`, 'ports');
        yield edit.set(own, 'summary', `${summary}: ${port}`, 'ports');
      }
    }
  }
}
