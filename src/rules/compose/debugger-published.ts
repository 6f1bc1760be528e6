import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { exposed, exposuresOf } from '../shared/exposures.ts';
import { stageOf } from '../shared/image.ts';

export default defineRule({
  id: 'debugger-published',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A published service starts with a debugger that runs code',
  why: 'Every error page of Werkzeug offers a console: whoever reaches the port and its PIN runs code in the container.',
  fix: 'Take the switch from a variable that is off in production, and serve with gunicorn or waitress.',
  references: ['https://werkzeug.palletsprojects.com/en/stable/debug/#debugger-pin'],
  on: 'service',
  *check(service, context) {
    const { link } = context;
    const image = stageOf(link)?.image;
    const command = [service.entrypoint ?? image?.entrypoint, service.command ?? image?.cmd]
      .map(lineText)
      .join(' ');
    // `app.run` is only reached when Python starts that very file.
    const [fact] = exposuresOf(link, 'debugger');
    const isStarted = link?.sources[0]?.file === fact?.at.file;
    if (!/\bpython[\d.]*\b/.test(command) || /\b(?:gunicorn|uvicorn|waitress)\b/.test(command) || !isStarted)
      return;
    const listens = link?.sources[0]?.facts.filter((each) => each.kind === 'listen') ?? [];
    if (listens.some(({ host }) => host === '127.0.0.1' || host === 'localhost')) return;
    yield* exposed(service, context, 'debugger', "starts Flask's debugger");
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              ports: ["5000:5000"]
        `,
        Dockerfile: `
          FROM python:3.13-slim
          WORKDIR /app
          COPY app.py ./
          CMD ["python", "app.py"]
        `,
        'app.py': `
          from flask import Flask
          app = Flask(__name__)
          app.run(host="0.0.0.0", port=5000, debug=True)
        `,
      },
      'app.py:3:36',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            ports: ["5000:5000"]
          own:
            build: .
            command: python app.py
            ports: ["127.0.0.1:5001:5000"]
      `,
      Dockerfile: `
        FROM python:3.13-slim
        WORKDIR /app
        COPY app.py ./
        CMD ["gunicorn", "-b", "0.0.0.0:5000", "app:app"]
      `,
      'app.py': `
        from flask import Flask
        app = Flask(__name__)
        app.run(host="0.0.0.0", port=5000, debug=True)
      `,
    }),
  ],
});
