#include "report/build/references.h"

#include <map>
#include <set>

#include "base/text.h"

namespace zhiheng::report {
namespace {

constexpr ErrorCode kUnknownTarget{"reference.unknown", "引用的“{}”不存在（{}）",
                                   "nothing has the id “{}” ({})"};
constexpr ErrorCode kDuplicateId{"reference.duplicate-id", "标识“{}”用了两次", "the id “{}” is used twice"};
constexpr ErrorCode kNeverMentioned{"reference.never-mentioned",
                                    "“{}”（{}）没有在文中提到；请用 {{ @{} }} 引用",
                                    "“{}” ({}) is never mentioned in the text; refer to it as {{ @{} }}"};

struct Target {
  std::string label;   // 表 9
  std::string source;  // 数据来源：…; empty for what has none
  bool must_be_mentioned = false;
  bool mentioned = false;
};

class Settler {
 public:
  Settler(Document& document, const ReferencePlaces& places, Diagnostics& diagnostics)
      : document_(document), places_(places), diagnostics_(diagnostics) {}

  void run() {
    for (Block& block : document_.blocks) count(block);
    written_ = std::move(document_.footnotes);
    document_.footnotes.clear();
    for (Block& block : document_.blocks) resolve(block);
    for (const auto& [id, target] : targets_) {
      if (target.must_be_mentioned && !target.mentioned)
        diagnostics_.add(kNeverMentioned, place(places_.defined, id, 0), {target.label, id, id});
    }
  }

 private:
  void add(const std::string& id, Target target) {
    if (id.empty()) return;
    const size_t before = defined_[id]++;
    if (!targets_.emplace(id, std::move(target)).second) {
      diagnostics_.add(kDuplicateId, place(places_.defined, id, before), {id});
    }
  }

  static Location place(const std::map<std::string, std::vector<Location>>& places, const std::string& id,
                        size_t n) {
    const auto found = places.find(id);
    return found == places.end() || n >= found->second.size() ? Location{} : found->second[n];
  }

  static std::string source_note(const std::vector<std::string>& sources) {
    return sources.empty() ? "" : "数据来源：" + join(sources, "、") + "。";
  }

  void count(Block& block) {
    if (auto* table = std::get_if<Table>(&block)) {
      table->number = ++tables_;
      add(table->id, {"表" + std::to_string(tables_), source_note(table->sources), true, false});
    } else if (auto* figure = std::get_if<Figure>(&block)) {
      figure->number = ++figures_;
      add(figure->id, {"图" + std::to_string(figures_), source_note(figure->sources), true, false});
    } else if (auto* box = std::get_if<Case>(&block)) {
      box->number = ++cases_;
      add(box->id, {"案例" + std::to_string(cases_), "", false, false});
      for (Block& inner : box->blocks) count(inner);
    } else if (auto* heading = std::get_if<Heading>(&block)) {
      const std::string title = plain_text(heading->title);
      add(heading->id,
          {heading->number.empty() ? "“" + title + "”" : heading->number + title, "", false, false});
    }
  }

  void resolve(Block& block) {
    if (auto* heading = std::get_if<Heading>(&block)) resolve(heading->title);
    if (auto* paragraph = std::get_if<Paragraph>(&block)) resolve(paragraph->runs);
    if (auto* list = std::get_if<List>(&block)) {
      for (Runs& item : list->items) resolve(item);
    }
    if (auto* table = std::get_if<Table>(&block)) {
      for (TableRow& row : table->body) {
        for (Cell& cell : row.cells) {
          if (cell.runs.empty()) continue;
          resolve(cell.runs);
          cell.text = plain_text(cell.runs);
        }
      }
    }
    if (auto* box = std::get_if<Case>(&block)) {
      for (Block& inner : box->blocks) resolve(inner);
    }
  }

  /// One footnote a source and paragraph is enough.
  void resolve(Runs& runs) {
    Runs out;
    std::set<std::string> said;
    for (Run& run : runs) {
      if (run.kind == Run::Kind::kFootnote) {
        Runs words = std::move(written_[static_cast<size_t>(run.index)]);
        resolve(words);
        run.index = static_cast<int>(document_.footnotes.size());
        document_.footnotes.push_back(std::move(words));
      }
      out.push_back(run);
      if (run.kind == Run::Kind::kReference) refer(out, said);
    }
    runs = std::move(out);
  }

  void refer(Runs& out, std::set<std::string>& said) {
    const auto found = targets_.find(out.back().target);
    if (found == targets_.end()) {
      const std::string& id = out.back().target;
      if (places_.defined.contains(id)) return;  // it has a mistake of its own, already told
      diagnostics_.add(kUnknownTarget, place(places_.referred, id, unknown_[id]++), {id, plain_text(out)});
      return;
    }
    Target& target = found->second;
    out.back().text = target.label;
    if (!target.mentioned && !target.source.empty() && said.insert(target.source).second) {
      Run note;
      note.kind = Run::Kind::kFootnote;
      note.index = static_cast<int>(document_.footnotes.size());
      Run words;
      words.text = target.source;
      document_.footnotes.push_back({words});
      out.push_back(note);
    }
    target.mentioned = true;
  }

  Document& document_;
  const ReferencePlaces& places_;
  Diagnostics& diagnostics_;
  std::map<std::string, Target> targets_;
  std::map<std::string, size_t> defined_, unknown_;  // how often each id came so far
  std::vector<Runs> written_;
  int tables_ = 0, figures_ = 0, cases_ = 0;
};

}  // namespace

void settle_references(Document& document, const ReferencePlaces& places, Diagnostics& diagnostics) {
  Settler(document, places, diagnostics).run();
}

}  // namespace zhiheng::report
