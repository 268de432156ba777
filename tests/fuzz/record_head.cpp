// Any bytes as a file: its head is found or refused with an Error, and its rows are read.
#include "rows.h"

using namespace zhiheng;
using namespace zhiheng::read;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const bool whole : {true, false}) {
    try {
      const RecordHead head = read_record_head(bytes, whole, "f");
      require(!head.names.empty() && head.names.size() <= 2000 && head.line >= 1);
      for (const std::string& name : head.names) require(is_utf8(name));
      Counted counted;
      if (head.format.kind == RecordFormat::Kind::kXlsx) {
        count(*read_sheet_rows(bytes, head), counted);
      } else {
        require(head.begin <= size);
        counted = count_in_chunks(bytes, head, size + 1);
      }
    } catch (const Error& error) {
      require(!error.diagnostics().empty());
    }
  }
  return 0;
}
