#include "chart/engine/rewinding_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <new>

namespace zhiheng::chart {
namespace {

constexpr std::size_t kReserved = std::size_t{512} << 20;
constexpr std::size_t kHeader = 16;  // before each block: its size class; keeps blocks aligned
constexpr std::size_t kSmall = 1024;
constexpr std::size_t kStep = 16;
constexpr std::size_t kSmallClasses = kSmall / kStep;  // 16, 32 … 1024 bytes
constexpr std::size_t kClasses = kSmallClasses + 80;   // then four a doubling

/// Classes grow by 16 bytes up to 1 KiB and by a quarter of a power of two from there.
std::size_t class_of(std::size_t size) {
  if (size <= kSmall) return (std::max<std::size_t>(size, 1) - 1) / kStep;
  const auto doubling = static_cast<std::size_t>(std::bit_width(size - 1)) - 1;
  const std::size_t quarter = ((size - 1) >> (doubling - 2)) & 3;
  return kSmallClasses + (doubling - 10) * 4 + quarter;
}

std::size_t size_of_class(std::size_t index) {
  if (index < kSmallClasses) return (index + 1) * kStep;
  const std::size_t doubling = (index - kSmallClasses) / 4 + 10;
  return (5 + (index - kSmallClasses) % 4) << (doubling - 2);
}

struct Block {
  Block* next;
};

}  // namespace

/// Lives at the start of the memory itself, so that it is rewound with the rest.
struct RewindingMemory::State {
  std::size_t used = (sizeof(State) + kHeader - 1) / kHeader * kHeader;
  std::array<Block*, kClasses> free{};
};

RewindingMemory::RewindingMemory()
    : base_(mmap(nullptr, kReserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                 0)) {
  if (base_ == MAP_FAILED) throw std::bad_alloc();
  new (base_) State;
}

RewindingMemory::~RewindingMemory() { munmap(base_, kReserved); }

void* RewindingMemory::allocate(std::size_t size) {
  if (size == 0 || size > kReserved / 2) return nullptr;
  const std::size_t index = class_of(size);
  State& state = this->state();
  if (Block* block = state.free[index]) {
    state.free[index] = block->next;
    return block;
  }
  const std::size_t whole = kHeader + size_of_class(index);
  if (whole > kReserved - state.used) return nullptr;
  char* start = static_cast<char*>(base_) + state.used;
  state.used += whole;
  std::memcpy(start, &index, sizeof index);
  return start + kHeader;
}

void* RewindingMemory::reallocate(void* block, std::size_t size) {
  if (!block) return allocate(size);
  if (size == 0) return release(block), nullptr;
  std::size_t index = 0;
  std::memcpy(&index, static_cast<char*>(block) - kHeader, sizeof index);
  const std::size_t old_size = size_of_class(index);
  if (size <= old_size && (size * 2 >= old_size || old_size <= 64)) return block;
  void* moved = allocate(size);
  if (!moved) return nullptr;
  std::memcpy(moved, block, std::min(size, old_size));
  release(block);
  return moved;
}

void RewindingMemory::release(void* block) {
  if (!block) return;
  std::size_t index = 0;
  std::memcpy(&index, static_cast<char*>(block) - kHeader, sizeof index);
  State& state = this->state();
  static_cast<Block*>(block)->next = state.free[index];
  state.free[index] = static_cast<Block*>(block);
}

void RewindingMemory::keep() {
  // Blocks that are free now stay unused: what is written later then lies beyond the kept state and needs no
  // undoing.
  state().free.fill(nullptr);
  const char* start = static_cast<const char*>(base_);
  kept_.assign(start, start + state().used);
}

void RewindingMemory::rewind() { std::memcpy(base_, kept_.data(), kept_.size()); }

}  // namespace zhiheng::chart
