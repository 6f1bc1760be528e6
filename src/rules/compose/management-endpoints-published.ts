import { bad, defineRule, good } from '../rule.ts';
import { exposed } from '../shared/exposures.ts';

export default defineRule({
  id: 'management-endpoints-published',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A published Spring service opens every management endpoint',
  why: 'Whoever reaches the port reads settings and takes a dump of the heap, in which passwords and tokens stand.',
  fix: 'Name the endpoints that are needed (`health,info,prometheus`), or put them on a port that is not published.',
  references: [
    'https://docs.spring.io/spring-boot/reference/actuator/endpoints.html#actuator.endpoints.exposing',
  ],
  on: 'service',
  *check(service, context) {
    const { project, link } = context;
    const sources = link?.sources ?? [];
    const facts = sources.flatMap((source) => source.facts);
    // Spring Security may guard them, and a port of their own may not be published.
    const isGuarded = sources.some(({ file }) =>
      /SecurityFilterChain|SecurityWebFilterChain|WebSecurityConfigurerAdapter/.test(
        project.texts.get(file)?.text ?? '',
      ),
    );
    const hasOwnPort = facts.some(
      (fact) => fact.kind === 'listen' && fact.variable === 'MANAGEMENT_SERVER_PORT',
    );
    const isSet = service.environment.has('MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE');
    if (isGuarded || hasOwnPort || isSet) return;
    yield* exposed(service, context, 'management', 'opens every management endpoint');
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            orders:
              build: .
              ports: ["8080:8080"]
        `,
        Dockerfile: `
          FROM eclipse-temurin:21-jre
          COPY target/orders.jar /app.jar
          ENTRYPOINT ["java", "-jar", "/app.jar"]
        `,
        'src/main/java/App.java': 'class App { void main() { SpringApplication.run(App.class); } }\n',
        'src/main/resources/application.yml': `
          management:
            endpoints:
              web:
                exposure:
                  include: "*"
        `,
      },
      'src/main/resources/application.yml:5:18',
    ),
    good({
      'compose.yaml': `
        services:
          orders:
            build: .
            expose: ["8080"]
      `,
      Dockerfile: `
        FROM eclipse-temurin:21-jre
        COPY target/orders.jar /app.jar
        ENTRYPOINT ["java", "-jar", "/app.jar"]
      `,
      'src/main/java/App.java': 'class App { void main() { SpringApplication.run(App.class); } }\n',
      'src/main/resources/application.properties': 'management.endpoints.web.exposure.include=*\n',
    }),
  ],
});
