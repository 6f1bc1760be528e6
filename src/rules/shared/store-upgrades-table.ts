// What data stores do with data that another major version wrote, from the upgrade pages of their documentation.

export interface StoreUpgrade {
  /** Majors that it can be taken up at once; 0: it does not start on older data. */
  readonly steps: number;
  /** Major versions that do not follow by one: the order in which they came out. */
  readonly majors?: readonly number[];
  readonly reference: string;
}

export const storeUpgrades: Readonly<Record<string, StoreUpgrade>> = {
  PostgreSQL: { steps: 0, reference: 'https://www.postgresql.org/docs/current/upgrading.html' },
  MySQL: {
    steps: 1,
    majors: [5, 8, 9],
    reference: 'https://dev.mysql.com/doc/refman/8.4/en/upgrade-paths.html',
  },
  MariaDB: {
    steps: 9,
    reference: 'https://mariadb.com/docs/server/server-management/install-and-upgrade-mariadb',
  },
  MongoDB: {
    steps: 1,
    majors: [3, 4, 5, 6, 7, 8],
    reference: 'https://www.mongodb.com/docs/manual/release-notes/',
  },
  Elasticsearch: {
    steps: 1,
    reference: 'https://www.elastic.co/docs/deploy-manage/upgrade/deployment-or-cluster',
  },
  OpenSearch: { steps: 1, reference: 'https://docs.opensearch.org/latest/migrate-or-upgrade/' },
  InfluxDB: { steps: 0, reference: 'https://docs.influxdata.com/influxdb/v2/install/upgrade/' },
  Neo4j: { steps: 0, reference: 'https://neo4j.com/docs/upgrade-migration-guide/current/' },
};
