#include <fmt/format.h>

#include <map>
#include <string>

#include "audit/checks/structure_checks.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMinTitle = 6;          // code points; shorter ones (主要指标) may well come twice
constexpr size_t kMinChapterTitle = 10;  // across chapters

std::string name_of(const Caption& caption) {
  return exhibit_words(caption.exhibit).zh + " " + caption.number.text();
}
std::string english_of(const Caption& caption) {
  return exhibit_words(caption.exhibit).en + " " + caption.number.text();
}

}  // namespace

void check_captions(const StructureTest& test) {
  std::map<std::pair<Exhibit, std::u32string>, const Caption*> first;
  for (const Caption& caption : test.structure.captions) {
    if (caption.continued || caption.listed || caption.exhibit == Exhibit::kAnnex) continue;
    const std::u32string title = comparable_title(test.view(caption.title));
    if (title.size() < kMinTitle || title.find(U"续") != std::u32string::npos) continue;
    const auto [found, is_new] = first.try_emplace({caption.exhibit, title}, &caption);
    if (is_new || found->second->number == caption.number) continue;
    const Caption& other = *found->second;
    if (!caption.number.beside(other.number) && title.size() < kMinChapterTitle) continue;
    report(test, {Kind::kCaption,
                  Weight::kWarning,
                  false,
                  {shown_caption(caption), shown_caption(other)},
                  shown_title(test, caption.title),
                  "",
                  {fmt::format("“{}”与“{}”题名相同，其一应改。", name_of(caption), name_of(other)),
                   fmt::format("{} and {} have the same title; one of them must be wrong.",
                               english_of(caption), english_of(other))}});
  }
}

}  // namespace zhiheng::audit
