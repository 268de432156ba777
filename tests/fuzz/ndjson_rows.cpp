// Any bytes as the rows of an NDJSON file: in one chunk and in many, the same rows.
#include "rows.h"

using namespace zhiheng::read;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  if (size < 1) return 0;
  RecordHead head;
  head.format.kind = RecordFormat::Kind::kNdjson;
  head.names = {"a", "b", "\xE5\x8C\xBA"};
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Counted whole;
  count(*read_rows(bytes, head, 1), whole);
  require(count_in_chunks(bytes, head, 1 + data[0]) == whole);
  return 0;
}
