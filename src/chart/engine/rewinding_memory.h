#pragma once
#include <cstddef>
#include <vector>

namespace zhiheng::chart {

/// Memory for one JavaScript heap that can be put back to an earlier state. Drawing a chart leaves some
/// megabytes of cyclic garbage, which a collector finds only by walking the whole engine (60 ms and more);
/// copying the kept state back takes a few, and every chart starts from the very same bytes. Not thread-safe.
/// Address space is reserved at construction, memory is taken page by page as it is used.
class RewindingMemory {
 public:
  RewindingMemory();  // throws std::bad_alloc if the address space can't be had
  ~RewindingMemory();
  RewindingMemory(const RewindingMemory&) = delete;
  RewindingMemory& operator=(const RewindingMemory&) = delete;

  /// As malloc, realloc and free; nullptr when the reserved space is used up.
  void* allocate(std::size_t size);
  void* reallocate(void* block, std::size_t size);
  void release(void* block);

  /// Keeps the present contents as the state that rewind() returns to.
  void keep();
  /// Undoes every allocation, release and write since keep().
  void rewind();

 private:
  struct State;
  State& state() const { return *static_cast<State*>(base_); }
  void* base_;
  std::vector<char> kept_;
};

}  // namespace zhiheng::chart
