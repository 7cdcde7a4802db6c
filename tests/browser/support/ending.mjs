// What has to be put away when all tests have run, whichever test began it.
import { after } from "node:test";

const begun = [];
after(async () => {
  for (const end of begun.reverse()) await end();
});
export const atEnd = (end) => begun.push(end);
