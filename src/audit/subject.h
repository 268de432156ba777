#pragma once
#include <string>
#include <string_view>

namespace zhiheng::audit {

/// A subject without what does not change what is counted: the region (全区, `region`), who does it up to 共,
/// leading verbs (完成, 开展, 实现) and quotation marks.
std::string core_of(std::string_view subject, std::string_view region);

/// How alike two cores are.
enum class Likeness : unsigned char {
  kNone,
  kNear,  // the longer one ends in the shorter one (at least four characters): whole and part, or the same
  kSame,  // equal words
};
Likeness likeness(std::string_view a, std::string_view b);

/// Whether a core names a measure (…率, …总额, …产值, …面积) rather than an activity that is done again and
/// again (出动执法人员, 开展检查).
bool is_measure(std::string_view core);

/// Whether the words are a measure of anything (营业收入, 产值, 面积, 合格率): alone they do not say whose.
bool is_general_measure(std::string_view words);

/// Whether a core's value stands for a state that a plan wants lower: 浓度, 能耗, 死亡, 事故, 不合格.
bool less_is_better(std::string_view core);

/// The last two characters, by which subjects are looked up; empty if shorter.
std::string_view subject_key(std::string_view core);

/// Characters of UTF-8 text.
size_t length_of(std::string_view text);

}  // namespace zhiheng::audit
