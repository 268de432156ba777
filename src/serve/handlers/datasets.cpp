// Definitions of datasets, and cubes with their rows.
#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "report/record_form.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/multipart.h"
#include "serve/site.h"
#include "serve/state.h"
#include "views/dataset_json.h"
#include "views/definition_json.h"
#include "views/rows.h"

namespace zhiheng::serve {
namespace {

const catalog::Cube& cube_of(const District& district, const std::string& id) {
  const auto* found = district.catalog.cube(id);
  if (found == nullptr) throw Error(kNotFound, {});
  return *found;
}

/// A stored decimal without the zeros that the engine's type adds, with as many decimals as it is shown with.
std::optional<std::string> plain_number(const std::optional<std::string>& text) {
  if (!text || text->find('.') == std::string::npos) return text;
  std::string out = *text;
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

Json rows_json(const store::Frame& frame) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    Json item;
    for (std::size_t i = 0; i < frame.columns(); ++i) {
      const std::string& name = frame.column(i).name;
      const auto text = frame.column(i).type == store::Frame::Type::kDecimal
                            ? plain_number(frame.text(row, i))
                            : frame.text(row, i);
      const bool is_whole = name == "year" || name == "_line";
      item[name == "_line" ? "line" : name] = !text      ? Json()
                                              : is_whole ? Json(std::stol(*text))
                                                         : Json(*text);
    }
    rows.push_back(std::move(item));
  }
  return rows;
}

/// The code lists of a cube's dimensions and columns: {LIST: {code: {zh, en}}}.
Json codes_json(const catalog::Catalog& catalog, const catalog::Cube& cube) {
  Json out = Json::object();
  const auto add = [&](const std::string& id) {
    const auto* list = id.empty() ? nullptr : catalog.code_list(id);
    if (list == nullptr) return;
    for (const auto& code : list->codes) out[id][code.code] = views::title_json(code.title);
  };
  for (const auto& dimension : cube.dimensions) add(dimension.codes);
  for (const auto& column : cube.columns) add(column.codes);
  return out;
}

/// The datasets whose records the cube is computed from: {id: [what tells its cells apart]}.
Json datasets_json(const catalog::Catalog& catalog, const catalog::Cube& cube) {
  Json out = Json::object();
  for (const auto& [id, dataset] : catalog.datasets)
    if (const auto* found = dataset.cube(cube.id)) {
      out[id] = Json::array();
      for (const auto& dimension : found->by) out[id].push_back(dimension.id);
    }
  return out;
}

std::string title_of(const catalog::Cube& cube, const std::string& column) {
  if (const auto* found = cube.dimension(column)) return found->title.zh;
  if (const auto* found = cube.measure(column)) return found->title.zh;
  if (const auto* found = cube.column(column)) return found->title.zh;
  static const std::map<std::string, std::string> kOthers{
      {"year", "年份"}, {"_line", "行"}, {"source", "出处"}, {"status", "状态"}, {"note", "说明"}};
  const auto found = kOthers.find(column);
  return found == kOthers.end() ? column : found->second;
}

report::PlainTable table_of(const District& district, const catalog::Cube& cube) {
  const store::Frame& frame = district.tables.at(cube.id);
  report::PlainTable table;
  table.title = cube.title.zh;
  table.simulated = district.catalog.district.simulated;
  for (std::size_t i = 0; i < frame.columns(); ++i) {
    const auto& column = frame.column(i);
    table.columns.push_back(
        {column.name, title_of(cube, column.name), column.type == store::Frame::Type::kDecimal});
  }
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    auto& cells = table.rows.emplace_back();
    for (std::size_t i = 0; i < frame.columns(); ++i)
      cells.push_back(table.columns[i].is_number ? plain_number(frame.text(row, i)) : frame.text(row, i));
  }
  return table;
}

}  // namespace

Answer list_datasets(const Call& call) {
  std::vector<Json> items;
  for (const auto& [id, dataset] : call.district().catalog.datasets)
    items.push_back({{"id", id},
                     {"title", views::title_json(dataset.title)},
                     {"owner", dataset.owner},
                     {"domain", dataset.domain},
                     {"frequency", dataset.frequency},
                     {"due", dataset.due},
                     {"columns", dataset.columns.size()},
                     {"checks", dataset.checks.size() + dataset.batch_checks.size()},
                     {"cubes", dataset.cubes.size()}});
  return list_answer(call, items, {"owner", "domain"});
}

Answer get_dataset(const Call& call) {
  const auto& catalog = call.district().catalog;
  return json_answer(views::dataset_json(views::dataset_of(catalog, call.text("dataset")), catalog));
}

Answer get_template(const Call& call) {
  const District& district = call.district();
  const auto& dataset = views::dataset_of(district.catalog, call.text("dataset"));
  const UploadFolder work(call.state.options.jobs.folder);
  const std::string name = dataset.id + ".xlsx", path = work.path() + "/" + name;
  report::write_record_form(dataset, district.catalog, district.theme, path);
  Answer answer;
  answer.type = media_type(name);
  answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  answer.body = read_file(path, name);
  return answer;
}

Answer list_cubes(const Call& call) {
  const District& district = call.district();
  std::vector<Json> items;
  for (const auto& [id, cube] : district.catalog.cubes)
    items.push_back({{"id", id},
                     {"title", views::title_json(cube.title)},
                     {"owner", cube.owner},
                     {"list", cube.is_list},
                     {"measures", cube.measures.size()},
                     {"rows", district.tables.at(id).rows()}});
  return list_answer(call, items, {"owner"});
}

Answer get_cube(const Call& call) {
  const District& district = call.district();
  const std::string& name = call.text("cube");
  if (const std::size_t dot = name.find('.'); dot != std::string::npos) {
    const catalog::Cube& cube = cube_of(district, name.substr(0, dot));
    return table_answer(table_of(district, cube), name, call.state.options.jobs.folder);
  }
  const catalog::Cube& cube = cube_of(district, name);
  Json json = views::definition_json(cube);
  json["simulated"] = district.catalog.district.simulated;
  json["rows"] = rows_json(district.tables.at(cube.id));
  json["codes"] = codes_json(district.catalog, cube);
  json["datasets"] = datasets_json(district.catalog, cube);
  return json_answer(json);
}

people::Scope scope_of_records(const Call& call) {
  const auto& dataset = call.state.records->dataset(call.text("dataset"));
  return {"", dataset.domain, {"department", dataset.owner}, ""};
}

/// Read through records of its own: those of the state may be changing.
Answer get_rows(const Call& call) {
  constexpr int kMost = 1000;
  views::RowQuestion question;
  question.dataset = call.text("dataset");
  question.cube = call.text("cube");
  if (call.has("cell")) question.cells = split(call.text("cell"), ';');
  const int limit = call.number("limit", 100);
  if (limit < 1 || limit > kMost) throw Error(kBadParameter, {}, {"limit", call.text("limit"), "1 … 1000"});
  question.limit = static_cast<std::uint64_t>(limit);
  views::RecordArguments place;
  place.district = call.state.own_district();
  (call.state.options.store.empty() ? place.workspace : place.store) = call.state.records_place();
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* file = ::open_memstream(&text, &size);
  Answer answer;
  try {
    views::write_rows(*views::open_records(call.state.options.home, place, false), question,
                      [file](const views::RowsHead& head) { return views::json_rows(head, file); });
    std::fclose(file);
    answer.body.assign(text, size);
    std::free(text);
  } catch (...) {
    std::fclose(file);
    std::free(text);
    throw;
  }
  return answer;
}

}  // namespace zhiheng::serve
