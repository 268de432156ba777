#pragma once
// The inner loops of reading CSV, 64 bytes at a time, each in the versions that processors have.
#include <cstddef>
#include <cstdint>
#include <span>

namespace zhiheng::read {

/// Where in 64 bytes which byte stands; the first byte is bit 0.
struct ByteMasks {
  std::uint64_t separator = 0;
  std::uint64_t line_feed = 0;
  std::uint64_t carriage_return = 0;
  std::uint64_t quote = 0;
};

/// Whether there are bytes that need a closer look.
struct ByteKinds {
  bool high = false;  // not ASCII
  bool zero = false;
};

/// What is carried from one block of 64 bytes to the next. Bits are 0 or 1.
struct CsvState {
  std::uint64_t inside = 0;    // all ones inside quotes
  std::uint64_t boundary = 1;  // the byte before was a separator or line end: a quote may open
  std::uint64_t closed = 0;    // the byte before was a closing quote
  std::uint64_t after_cr = 0;
  std::uint32_t marks = 0;  // separators and row ends so far
  std::uint32_t lines = 0;  // line ends so far, also those inside quotes
  std::uint32_t quotes = 0;
};

/// The end of a row: `mark` is its number among the marks, the others count up to it (its own line end
/// included).
struct CsvRowEnd {
  std::uint32_t mark = 0;
  std::uint32_t lines = 0;
  std::uint32_t quotes = 0;
};

/// One version of the loops.
struct CsvKernel {
  const char* name;
  /// Finds the four bytes in `blocks` times 64 bytes; adds to `kinds`.
  void (*classify)(const char* text, size_t blocks, char separator, ByteMasks* masks, ByteKinds& kinds);
  /// Which separators and line ends are outside of quotes (`marks`, one mask a block) and which rows end;
  /// moves `ends` behind those written, up to 64 a block. Stops before a block with a quote that neither
  /// opens nor closes a cell nor is doubled. Returns the number of blocks done.
  size_t (*resolve)(const ByteMasks* masks, size_t blocks, CsvState& state, std::uint64_t* marks,
                    CsvRowEnd*& ends);
  /// Writes the positions of the bits, the first byte of the first block being `first`; returns the end. Up
  /// to 64 places behind it are overwritten.
  std::uint32_t* (*positions)(const std::uint64_t* marks, size_t blocks, std::uint32_t first,
                              std::uint32_t* out);
};

/// Those that this machine can run, the fastest first; the last one runs anywhere.
std::span<const CsvKernel> csv_kernels();

}  // namespace zhiheng::read
