#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "read/formats/archive.h"
#include "read/formats/number_format.h"
#include "read/records/xml_pull.h"

namespace zhiheng::read {

/// An XLSX file without its sheets: which there are, the number formats and the shared strings. Bounded: 512
/// MB, 8 GB expanded, 200:1; 16 MiB for the workbook and its styles each; 192 MiB and 8 million shared
/// strings. Throws Error
/// ("read.hostile", "read.damaged", "read.encrypted", "read.too-large", "read.unknown-format").
class Workbook {
 public:
  struct Sheet {
    std::string name;
    std::string path;
    bool hidden = false;
  };

  /// `bytes` must outlive it.
  Workbook(std::string_view bytes, std::string shown);

  const std::vector<Sheet>& sheets() const { return sheets_; }
  bool date_1904() const { return date_1904_; }
  bool has_macros() const { return archive_.has("xl/vbaProject.bin"); }
  const std::string& shown() const { return archive_.shown(); }
  /// What a style makes of numbers.
  MomentFormat moment(size_t style) const {
    return style < moments_.size() ? moments_[style] : MomentFormat::kNone;
  }
  /// The shared string; empty where there is none. They are read with the first sheet that is opened.
  std::string_view shared(size_t index);

  /// Begins to read a sheet's XML; ends what was begun before.
  XmlPull open(const Sheet& sheet);
  /// The same without a look at it, for a search: hands the bytes to `take` in pieces of 256 KiB.
  void each_piece(const Sheet& sheet, const std::function<void(std::string_view)>& take);

 private:
  XmlPull pull(const std::string& path);
  std::string small_part(const std::string& path);
  void read_sheets();
  void read_styles();
  void read_shared();

  Archive archive_;
  std::vector<Sheet> sheets_;
  std::vector<MomentFormat> moments_;
  bool date_1904_ = false;
  bool shared_read_ = false;
  std::string shared_text_;
  std::vector<std::uint32_t> shared_ends_;
};

/// Replaces what is written as _x000D_ by the control character that it stands for, from byte `from` on.
void replace_control_escapes(std::string& text, size_t from);

}  // namespace zhiheng::read
