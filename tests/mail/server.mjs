// A real SMTP server for tests. Prints its port, then one line of JSON for each mail that it takes.
// A line on standard input sets what it answers from then on: `accept`, `defer` (try later) or
// `refuse` (never). It ends when its standard input does, and so with whoever started it.
import { createInterface } from "node:readline";
import { SMTPServer } from "smtp-server";

const answers = {
  accept: null,
  defer: [451, "the mailbox is busy"],
  refuse: [550, "there is no such mailbox"],
};
let answer = answers.accept;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  disableReverseLookup: true,
  onRcptTo(address, session, done) {
    if (answer === null) return done();
    done(Object.assign(new Error(answer[1]), { responseCode: answer[0] }));
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on("data", (chunk) => chunks.push(chunk));
    stream.on("end", () => {
      const { mailFrom, rcptTo } = session.envelope;
      const mail = {
        from: mailFrom.address,
        to: rcptTo.map((recipient) => recipient.address),
        raw: Buffer.concat(chunks).toString(),
      };
      // Told before it is acknowledged, so that a test never waits for a mail that was sent.
      process.stdout.write(JSON.stringify(mail) + "\n", () => done());
    });
  },
});

server.listen(0, "127.0.0.1", () => console.log(server.server.address().port));

const orders = createInterface({ input: process.stdin });
orders.on("line", (line) => {
  answer = answers[line];
  console.log(line);
});
orders.on("close", () => process.exit());
