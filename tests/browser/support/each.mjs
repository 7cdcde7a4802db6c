// Does something to every item, a few at a time, and gathers what there is to say about them.
export const each = async (items, look, atOnce = 3) => {
  const left = [...items];
  const said = [];
  const worker = async () => {
    while (left.length) said.push(...await look(left.shift()) ?? []);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return said.sort();
};
