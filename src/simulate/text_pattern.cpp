#include "simulate/recipe.h"

namespace zhiheng::simulate {
namespace {

constexpr ErrorCode kBadText{"simulation.bad-text", "数据集 {} 的模拟文字中 {} 不是列",
                             "a text of dataset {} names {}, which is no column"};

}  // namespace

TextPattern::TextPattern(const std::string& text, const catalog::Dataset& dataset,
                         const catalog::Catalog& catalog)
    : dataset_(dataset), catalog_(catalog) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at),
                      close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) break;
    if (open > at) parts_.push_back({Part::Kind::kText, text.substr(at, open - at)});
    std::string name = text.substr(open + 1, close - open - 1);
    at = close + 1;
    Part part;
    if (name.rfind("title:", 0) == 0) {
      part.kind = Part::Kind::kTitle;
      name = name.substr(6);
    } else if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
      part.width = std::stoul("0" + name.substr(colon + 1));
      name = name.substr(0, colon);
    }
    const auto column = dataset.column_index(name);
    if (name == "n") {
      part.kind = Part::Kind::kNumber;
    } else if (name == "year") {
      part.kind = Part::Kind::kYear;
    } else if (column) {
      if (part.kind != Part::Kind::kTitle) part.kind = Part::Kind::kMember;
      part.column = *column;
    } else {
      throw Error(kBadText, dataset.where, {dataset.id, name});
    }
    parts_.push_back(part);
  }
  if (at < text.size()) parts_.push_back({Part::Kind::kText, text.substr(at)});
}

namespace {

void append_number(std::uint64_t number, std::size_t width, std::string& out) {
  char digits[24];
  char* const end = digits + sizeof digits;
  char* begin = end;
  do *--begin = static_cast<char>('0' + number % 10);
  while ((number /= 10) != 0);
  for (std::size_t size = static_cast<std::size_t>(end - begin); size < width; ++size) out += '0';
  out.append(begin, end);
}

}  // namespace

void TextPattern::append(const World& world, const Batch& batch, std::size_t row, std::string& out) const {
  for (const Part& part : parts_) {
    switch (part.kind) {
      case Part::Kind::kText:
        out += part.text;
        break;
      case Part::Kind::kNumber:
        append_number(batch.numbers[row] + 1, part.width, out);
        break;
      case Part::Kind::kYear:
        append_number(static_cast<std::uint64_t>(world.year), part.width, out);
        break;
      case Part::Kind::kMember:
        if (!batch.members[part.column].empty())
          append_number(batch.members[part.column][row] + 1, part.width, out);
        break;
      case Part::Kind::kTitle:
        if (batch.columns[part.column].has(row)) {
          const auto& codes = dataset_.columns[part.column].codes;
          const auto* list = catalog_.code_list(codes);
          const auto* code = list == nullptr ? nullptr : list->find(batch.columns[part.column].texts[row]);
          if (code != nullptr) out += code->title.zh;
        }
        break;
    }
  }
}

}  // namespace zhiheng::simulate
