#include "formula/evaluate/text_match.h"

#include <algorithm>

namespace zhiheng::formula {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The byte behind the character at `i`.
size_t behind(std::string_view text, size_t i) {
  do ++i;
  while (i < text.size() && continues_character(text[i]));
  return i;
}

template <typename Test>
void for_texts(const View& a, size_t rows, std::int64_t* out, Test test) {
  for (size_t i = 0; i < rows; ++i) out[i] = test(a.texts[i * a.step()]);
}

template <typename T, typename Get>
void find(const std::vector<T>& few, const std::unordered_set<T>& many, size_t rows, std::int64_t* out,
          Get get) {
  if (many.empty()) {
    for (size_t i = 0; i < rows; ++i) out[i] = std::find(few.begin(), few.end(), get(i)) != few.end();
  } else {
    for (size_t i = 0; i < rows; ++i) out[i] = many.contains(get(i));
  }
}

}  // namespace

bool fits(std::string_view text, std::string_view pattern) {
  size_t t = 0, p = 0;
  size_t retry_pattern = std::string_view::npos,
         retry_text = 0;  // behind the last % and where its match ends
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      retry_pattern = ++p;
      retry_text = t;
    } else if (p < pattern.size() && pattern[p] == '_') {
      t = behind(text, t);
      ++p;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++t;
      ++p;
    } else if (retry_pattern != std::string_view::npos) {
      // The last % takes one character more; what came before it need not be tried again.
      t = retry_text = behind(text, retry_text);
      p = retry_pattern;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('%', p) == std::string_view::npos;
}

void match_texts(const LikePattern& pattern, const View& a, size_t rows, std::int64_t* out) {
  const std::string_view body = pattern.body;
  switch (pattern.form) {
    case LikePattern::Form::kWhole:
      return for_texts(a, rows, out, [&](auto text) { return text == body; });
    case LikePattern::Form::kPrefix:
      return for_texts(a, rows, out, [&](auto text) { return text.starts_with(body); });
    case LikePattern::Form::kSuffix:
      return for_texts(a, rows, out, [&](auto text) { return text.ends_with(body); });
    case LikePattern::Form::kInside:
      return for_texts(a, rows, out, [&](auto text) { return text.find(body) != std::string_view::npos; });
    case LikePattern::Form::kGeneral:
      return for_texts(a, rows, out, [&](auto text) { return fits(text, pattern.written); });
  }
}

void find_texts(const Choices& choices, const View& a, size_t rows, std::int64_t* out) {
  find(choices.texts, choices.many_texts, rows, out, [&](size_t i) { return a.texts[i * a.step()]; });
}

void find_numbers(const Choices& choices, const View& a, size_t rows, std::int64_t* out) {
  find(choices.numbers, choices.many_numbers, rows, out, [&](size_t i) { return a.value(i); });
}

void count_characters(const View& a, size_t rows, std::int64_t* out) {
  for_texts(a, rows, out, [](std::string_view text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); });
  });
}

}  // namespace zhiheng::formula
