#include "report/office/outline.h"

namespace zhiheng::report::office {
namespace {

class Walk {
 public:
  explicit Walk(Outline& out) : out_(out) {}

  void visit(const std::vector<Block>& blocks) {
    for (const auto& block : blocks) std::visit(*this, block);
  }
  void operator()(const Heading& heading) { place(heading, out_.headings); }
  void operator()(const Table& table) { place(table, out_.tables); }
  void operator()(const Figure& figure) { place(figure, out_.figures); }
  void operator()(const Case& box) {
    place(box, out_.cases);
    visit(box.blocks);
  }
  void operator()(const Paragraph&) {}
  void operator()(const List&) {}
  void operator()(const KeyNumbers&) {}

 private:
  template <typename T>
  void place(const T& thing, std::vector<const T*>& list) {
    list.push_back(&thing);
    const int number = static_cast<int>(out_.places.size()) + 1;
    out_.places.emplace(&thing, number);
    if (!thing.id.empty()) out_.place_of_id.emplace(thing.id, number);
  }

  Outline& out_;
};

}  // namespace

Outline outline_of(const Document& document) {
  Outline out;
  Walk(out).visit(document.blocks);
  return out;
}

std::string heading_prefix(const Heading& heading) {
  if (heading.number.empty()) return "";
  if (heading.level == 1) return heading.number + "　";
  return heading.number.ends_with('.') ? heading.number + " " : heading.number;
}

std::string heading_text(const Heading& heading) {
  return heading_prefix(heading) + plain_text(heading.title);
}

}  // namespace zhiheng::report::office
