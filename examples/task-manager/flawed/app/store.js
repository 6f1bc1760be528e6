import { createPool } from 'mysql2/promise';

const table = `create table if not exists tasks (
  id bigint auto_increment primary key,
  title varchar(200) not null,
  done boolean not null default false
)`;

export function createStore(uri) {
  const pool = createPool({ uri, connectionLimit: 5, connectTimeout: 2000 });
  let made;

  // Tried again with each call until it worked: the database may start after the app.
  async function ready() {
    made ??= pool.query(table).catch((error) => {
      made = undefined;
      throw error;
    });
    await made;
    await pool.query('select 1');
  }

  return {
    ready,
    async all() {
      await ready();
      const [rows] = await pool.query('select id, title, done from tasks order by id limit 200');
      return rows.map(({ id, title, done }) => ({ id, title, done: done === 1 }));
    },
    async add(title) {
      await ready();
      const [{ insertId }] = await pool.execute('insert into tasks (title) values (?)', [title]);
      return { id: insertId, title, done: false };
    },
    async finish(id) {
      await ready();
      const [{ affectedRows }] = await pool.execute('update tasks set done = true where id = ?', [id]);
      return affectedRows > 0;
    },
    close: () => pool.end(),
  };
}
