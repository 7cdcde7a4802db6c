// Does something to every item, a few at a time, and gathers what there is to say about them. Each worker may
// have something of its own, such as a page.
export const each = async (items, look, prepare) => {
  const left = [...items];
  const said = [];
  const work = async () => {
    const own = await prepare?.();
    while (left.length) said.push(...await look(left.shift(), own) ?? []);
  };
  await Promise.all([work(), work(), work()]);
  return said.sort();
};
