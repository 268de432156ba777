// Any bytes as the sheet, the shared strings and the styles of a workbook, whose archive is whole: few random
// bytes make an archive that can be opened at all.
#include <zlib.h>

#include <array>
#include <string>
#include <vector>

#include "rows.h"

using namespace zhiheng;
using namespace zhiheng::read;

namespace {

void put(std::string& to, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i, value >>= 8) to += static_cast<char>(value);
}

/// An archive of stored parts.
std::string archive(const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string out;
  std::string directory;
  for (const auto& [name, content] : parts) {
    std::string header;
    put(header, 20, 2);
    put(header, 0, 8);  // flags, stored, time, date
    put(header, crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())),
        4);
    put(header, content.size(), 4);
    put(header, content.size(), 4);
    put(header, name.size(), 2);
    put(header, 0, 2);
    directory += "PK\x01\x02";
    put(directory, 20, 2);
    directory += header;
    put(directory, 0, 2 + 2 + 2 + 4);
    put(directory, out.size(), 4);
    directory += name;
    out += "PK\x03\x04" + header + name + content;
  }
  const size_t begin = out.size();
  out += directory + "PK\x05\x06";
  put(out, 0, 4);
  put(out, parts.size(), 2);
  put(out, parts.size(), 2);
  put(out, directory.size(), 4);
  put(out, begin, 4);
  put(out, 0, 2);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  // The input is parted by form feeds, which XML can't hold.
  std::array<std::string, 4> texts;
  size_t text = 0;
  for (size_t i = 0; i < size; ++i) {
    if (data[i] == '\f' && text + 1 < texts.size()) {
      ++text;
    } else {
      texts[text] += static_cast<char>(data[i]);
    }
  }
  const std::string file = archive(
      {{"xl/workbook.xml",
        texts[3].empty() ? "<workbook><sheets><sheet name=\"S\" id=\"a\"/></sheets></workbook>" : texts[3]},
       {"xl/_rels/workbook.xml.rels", "<R><r Id=\"a\" Type=\"/worksheet\" Target=\"s.xml\"/></R>"},
       {"xl/s.xml", texts[0]},
       {"xl/sharedStrings.xml", texts[1].empty() ? "<sst><si><t>x</t></si></sst>" : texts[1]},
       {"xl/styles.xml", texts[2].empty() ? "<s><cellXfs><xf numFmtId=\"14\"/></cellXfs></s>" : texts[2]}});
  try {
    const RecordHead head = read_record_head(file, true, "f");
    Counted counted;
    count(*read_sheet_rows(file, head), counted);
  } catch (const Error& error) {
    // The archive is what it should be.
    require(error.diagnostics()[0].code != "read.unknown-format");
  }
  return 0;
}
