#include "cli/interruption.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace zhiheng::cli {
namespace {

constexpr int kSignalled = 128;  // a shell's exit code for a program that a signal ended
constexpr int kTries = 20;       // other threads may still be putting files into the folder
constexpr unsigned kPauseMicroseconds = 5000;

// A signal handler may do next to nothing: it hands the signal to a thread through a pipe.
int pipe_ends[2] = {-1, -1};

void hand_over(int signal) {
  const int saved = errno;
  const auto byte = static_cast<unsigned char>(signal);
  [[maybe_unused]] const ssize_t put = ::write(pipe_ends[1], &byte, 1);
  errno = saved;
}

}  // namespace

Interruption::Interruption(std::string folder) : folder_(std::move(folder)) {
  if (::pipe2(pipe_ends, O_CLOEXEC) != 0) return;  // then a signal ends the program as it would any other
  waiting_ = std::thread([this] { wait(); });
  std::signal(SIGINT, hand_over);
  std::signal(SIGTERM, hand_over);
}

Interruption::~Interruption() {
  if (!waiting_.joinable()) return;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  hand_over(0);
  waiting_.join();
  for (int& end : pipe_ends) ::close(std::exchange(end, -1));
}

void Interruption::wait() {
  unsigned char signal = 0;
  while (::read(pipe_ends[0], &signal, 1) < 0 && errno == EINTR) {
  }
  if (signal == 0) return;
  const auto lock = held_back();
  std::error_code none;
  for (int i = 0; i < kTries && std::filesystem::exists(folder_, none); ++i) {
    std::filesystem::remove_all(folder_, none);
    ::usleep(kPauseMicroseconds);
  }
  fmt::print(stderr,
             "\n已中断，原有输出未改动 (interrupted; the former output is untouched) [cli.interrupted]\n");
  std::_Exit(kSignalled + signal);
}

}  // namespace zhiheng::cli
