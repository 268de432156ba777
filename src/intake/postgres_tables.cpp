#include "intake/postgres_tables.h"

#include <map>

#include "base/file.h"
#include "base/text.h"
#include "store/dialect.h"

namespace zhiheng::intake {
namespace {

using catalog::Dataset;
using catalog::DatasetColumn;

constexpr ErrorCode kChanged{
    "store.column-changed",
    "表 {} 的列 {} 是 {}，而定义要求 {}；请由数据库管理员执行 ALTER TABLE … ALTER COLUMN … TYPE 转换后再导入",
    "the table {} has the column {} as {}, and the definition wants {}: have the database's administrator "
    "convert it (ALTER TABLE … ALTER COLUMN … TYPE) and import again"};
constexpr ErrorCode kLongName{"store.name-too-long", "表名 {} 超过 63 字节，PostgreSQL 不支持",
                              "the table name {} is longer than the 63 bytes of PostgreSQL"};

std::string quoted(const std::string& name) { return sql_quoted(name, '"'); }

std::string type_of(const DatasetColumn& column) {
  const bool decimal = column.type == DatasetColumn::Type::kDecimal;
  return store::column_type(load_kind(column), decimal ? column.decimals : 0);
}

/// The type in PostgreSQL's own words.
std::string server_type(const DatasetColumn& column) {
  switch (column.type) {
    case DatasetColumn::Type::kText:
      return "character varying";
    case DatasetColumn::Type::kDate:
      return "date";
    case DatasetColumn::Type::kTime:
      return "timestamp without time zone";
    case DatasetColumn::Type::kBoolean:
      return "boolean";
    default:
      return column.decimals == 0 ? "bigint" : "numeric(18," + std::to_string(column.decimals) + ")";
  }
}

bool exists(store::Session& session, const std::string& table) {
  return session.query("SELECT 1 AS one WHERE to_regclass(" + sql_quoted(quoted(table)) + ") IS NOT NULL")
             .rows() != 0;
}

bool wants_citus(store::Session& session) {
  return session
             .query(
                 "SELECT 1 AS one FROM pg_extension WHERE extname = 'citus' AND "
                 "current_setting('zhiheng.citus', true) = 'on'")
             .rows() != 0;
}

/// A day that may be missing has no place in a division by years.
std::string by_year(const Dataset& dataset) {
  const bool divided = !dataset.time.empty() && dataset.column(dataset.time)->required;
  return divided ? " PARTITION BY RANGE (" + quoted(dataset.time) + ")" : "";
}

std::string first_day(int year) { return sql_quoted(std::to_string(year) + "-01-01"); }

/// Attached, and not made as a part: who reads the table meanwhile needn't wait.
void attach(store::Session& session, const std::string& table, const std::string& suffix,
            const std::string& from, const std::string& to) {
  const std::string part = table + "@" + suffix;
  if (exists(session, part)) return;
  session.execute("CREATE TABLE " + quoted(part) + " (LIKE " + quoted(table) + ")");
  session.execute("ALTER TABLE " + quoted(table) + " ATTACH PARTITION " + quoted(part) +
                  " FOR VALUES FROM (" + from + ") TO (" + to + ")");
}

/// The years that nobody expects.
void attach_others(store::Session& session, const std::string& table, const Dataset& dataset) {
  if (by_year(dataset).empty()) return;
  attach(session, table, "before", "MINVALUE", first_day(kFirstYear));
  attach(session, table, "after", first_day(kLastYear + 1), "MAXVALUE");
}

/// Divided by district, and each district by year; with Citus the machines are the districts' division.
void create(store::Session& session, const Dataset& dataset) {
  std::string sql = "CREATE TABLE " + quoted(dataset.id) + " (";
  for (const auto& column : dataset.columns) sql += quoted(column.id) + " " + type_of(column) + ", ";
  sql += "_district VARCHAR NOT NULL, _batch BIGINT NOT NULL, _line BIGINT NOT NULL, _replaced_by BIGINT)";
  if (!wants_citus(session)) {
    session.execute(sql + " PARTITION BY LIST (_district)");
    return;
  }
  session.execute(sql + by_year(dataset));
  session.query("SELECT CAST(create_distributed_table(" + sql_quoted(quoted(dataset.id)) +
                ", '_district') AS TEXT) AS done");
  attach_others(session, dataset.id, dataset);
}

void extend(store::Session& session, const Dataset& dataset) {
  const store::Frame found = session.query(
      "SELECT CAST(attname AS TEXT) AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute "
      "WHERE attrelid = to_regclass(" +
      sql_quoted(quoted(dataset.id)) + ") AND attnum > 0 AND NOT attisdropped");
  std::map<std::string, std::string> types;
  for (std::size_t i = 0; i < found.rows(); ++i) types[*found.text(i, 0)] = *found.text(i, 1);
  for (const auto& column : dataset.columns) {
    const auto type = types.find(column.id);
    if (type == types.end())
      session.execute("ALTER TABLE " + quoted(dataset.id) + " ADD COLUMN " + quoted(column.id) + " " +
                      type_of(column));
    else if (type->second != server_type(column))
      throw Error(kChanged, {}, {dataset.id, column.id, type->second, server_type(column)});
  }
}

/// By what a table is divided ("l" list, "r" range), and the column; empty texts where it isn't.
struct Division {
  std::string how, column;
};
Division division(store::Session& session, const std::string& table) {
  const store::Frame found = session.query(
      "SELECT CAST(p.partstrat AS TEXT) AS how, CAST(a.attname AS TEXT) AS name FROM pg_partitioned_table p "
      "JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0] WHERE p.partrelid = "
      "to_regclass(" +
      sql_quoted(quoted(table)) + ")");
  return found.rows() == 0 ? Division{} : Division{*found.text(0, 0), *found.text(0, 1)};
}

}  // namespace

const std::vector<store::Migration>& record_migrations() {
  static const std::vector<store::Migration> kAll{
      {1, "journal and files as received",
       "CREATE TABLE zhiheng_journal (district VARCHAR NOT NULL, number BIGINT NOT NULL, line VARCHAR NOT "
       "NULL, PRIMARY KEY (district, number));"
       "CREATE TABLE zhiheng_received (district VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, part BIGINT NOT "
       "NULL, bytes BYTEA NOT NULL, PRIMARY KEY (district, sha256, part));"
       "ALTER TABLE zhiheng_received ALTER COLUMN bytes SET STORAGE EXTERNAL;"
       // From version 14 on a server may know a compression that costs less than writing what it saves.
       "DO $$BEGIN EXECUTE 'ALTER TABLE zhiheng_received ALTER COLUMN bytes SET COMPRESSION lz4'; "
       "ALTER TABLE zhiheng_received ALTER COLUMN bytes SET STORAGE EXTENDED; "
       "EXCEPTION WHEN OTHERS THEN NULL; END$$"}};
  return kAll;
}

bool has_record_tables(store::Session& session) { return exists(session, "zhiheng_journal"); }

store::LoadColumn::Kind load_kind(const DatasetColumn& column) {
  using Kind = store::LoadColumn::Kind;
  switch (column.type) {
    case DatasetColumn::Type::kText:
      return Kind::kText;
    case DatasetColumn::Type::kDate:
      return Kind::kDate;
    case DatasetColumn::Type::kTime:
      return Kind::kTime;
    case DatasetColumn::Type::kBoolean:
      return Kind::kBoolean;
    default:
      return Kind::kNumber;
  }
}

LoadTable prepare_table(store::Session& session, const Dataset& dataset, const std::string& district) {
  const std::string part = dataset.id + "@" + district;
  if (part.size() + 7 > 63) throw Error(kLongName, {}, {part + "@before"});
  session.query("SELECT CAST(pg_advisory_xact_lock(hashtext('zhiheng tables')) AS TEXT) AS locked");
  if (exists(session, dataset.id))
    extend(session, dataset);
  else
    create(session, dataset);
  const bool by_district = division(session, dataset.id).how == "l";
  if (by_district && !exists(session, part)) {
    session.execute("CREATE TABLE " + quoted(part) + " PARTITION OF " + quoted(dataset.id) +
                    " FOR VALUES IN (" + sql_quoted(district) + ")" + by_year(dataset));
    attach_others(session, part, dataset);
  }
  LoadTable table{by_district ? part : dataset.id, {}};
  table.year_column = division(session, table.name).column;
  return table;
}

/// Worded so that the planner, which may know nothing of the table yet, expects most rows to remain.
std::string rows_of_district(store::Session& session, const std::string& dataset, const std::string& district,
                             const std::string& without) {
  const std::string part = dataset + "@" + district;
  const bool divided = exists(session, part);
  std::string sql =
      "(SELECT * FROM " + quoted(divided ? part : dataset) + " WHERE (_replaced_by > 0) IS NOT TRUE";
  if (!divided) sql += " AND _district = " + sql_quoted(district);
  if (!without.empty()) sql += " AND _batch NOT IN (" + without + ")";
  return sql + ")";
}

void add_year(store::Session& session, const LoadTable& table, int year) {
  attach(session, table.name, std::to_string(year), first_day(year), first_day(year + 1));
}

void index_keys(store::Session& session, const Dataset& dataset, const LoadTable& table) {
  std::string columns = "_district";
  for (const auto& id : dataset.key) columns += ", " + quoted(id);
  // Another key is another index.
  const std::string name = "key_" + sha256_hex(table.name + " " + columns).substr(0, 16);
  session.execute("CREATE INDEX IF NOT EXISTS " + name + " ON " + quoted(table.name) + " (" + columns +
                  ", _batch)");
  session.execute("ANALYZE " + quoted(table.name) + " (" + columns + ", _batch)");
}

}  // namespace zhiheng::intake
