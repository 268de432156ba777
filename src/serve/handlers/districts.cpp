// Districts and their code lists.
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/state.h"
#include "views/definition_json.h"

namespace zhiheng::serve {
namespace {

Json code_json(const catalog::Code& code) {
  return {{"id", code.code}, {"title", views::title_json(code.title)}};
}

/// The codes of a list, each as `json` makes it.
Answer codes(const Call& call, const std::string& id, Json (*json)(const catalog::Code&)) {
  std::vector<Json> items;
  if (const auto* list = call.district().catalog.code_list(id)) {
    for (const auto& code : list->codes) items.push_back(json(code));
  }
  return list_answer(call, items);
}

}  // namespace

Answer list_districts(const Call& call) {
  std::vector<Json> items;
  for (const auto& district : call.districts) {
    const auto& about = district->catalog.district;
    items.push_back({{"id", about.id},
                     {"code", about.code},
                     {"title", views::title_json(about.title)},
                     {"years", district->years},
                     {"simulated", about.simulated},
                     {"plans", district->catalog.plans.size()},
                     {"papers", papers_of(call, about.id)}});
  }
  Answer answer = list_answer(call, items);
  answer.keep = Keep::kCheck;
  return answer;
}

Answer list_departments(const Call& call) { return codes(call, "department", code_json); }

Answer list_domains(const Call& call) { return codes(call, "domain", code_json); }

Answer list_areas(const Call& call) {
  const District& district = call.district();
  std::vector<Json> items;
  if (const auto* list = district.catalog.code_list("area")) {
    for (const auto& code : list->codes) {
      Json item = code_json(code);
      item["code"] = code.official;
      const auto tile = district.tiles.find(code.code);
      item["tile"] = tile == district.tiles.end()
                         ? Json()
                         : Json{{"column", tile->second.column}, {"row", tile->second.row}};
      items.push_back(std::move(item));
    }
  }
  return list_answer(call, items);
}

}  // namespace zhiheng::serve
