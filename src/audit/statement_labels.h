#pragma once
#include <string>
#include <vector>

#include "audit/statement.h"

namespace zhiheng::audit {

/// （1）药品：抽检 386 批次: the words before a colon, which say of what the short words behind it speak.
/// Those that open a block hold for all its sentences.
class Labels {
 public:
  explicit Labels(const read::Document& document) : document_(document) {}

  /// Reads the label of the next sentence. `times` are the document's period marks.
  void read(const Sentence& sentence, const std::vector<TimeMark>& times);

  /// `core` with the label before it where `st` has only a few words of its own.
  std::string labelled(std::string core, const Statement& st) const;

  /// Whether the label says that what follows is new: 新增：…
  bool flow() const { return flow_; }

 private:
  const read::Document& document_;
  bool flow_ = false;
  std::string of_block_;
  std::string label_;
};

}  // namespace zhiheng::audit
