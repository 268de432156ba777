#pragma once
#include <chrono>
#include <memory>
#include <string>

namespace zhiheng::serve {

class Application;

struct ServerOptions {
  std::string host = "127.0.0.1";
  unsigned short port = 8080;    // 0: any free one
  unsigned threads = 0;          // 0: as the machine has processors
  std::string certificate, key;  // PEM files; both or neither
  std::size_t most_connections = 10'000;
  std::size_t most_head = 32 << 10;    // bytes of a request's head
  std::size_t most_target = 8 << 10;   // bytes of its target
  std::chrono::seconds idle{60};       // how long a connection may wait for its next request
  std::chrono::seconds slow{30};       // for a head, a piece of a body or of an answer
  std::chrono::seconds patience{10};   // for requests that are running when the server stops
  std::chrono::seconds heartbeat{15};  // of event streams
};

/// HTTP/1.1 over TCP or TLS. Connections are spread over threads, each stays on one; what takes time runs on
/// other threads.
class Server {
 public:
  /// Takes the port. Throws Error ("serve.port", "serve.certificate", exit code 3).
  Server(Application& application, const ServerOptions& options);
  ~Server();

  unsigned short port() const;

  /// Serves until SIGTERM, SIGINT or stop(): then takes no more connections, lets running requests finish,
  /// ends streams and idle connections, and returns.
  void run();

  /// May be called from any thread.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace zhiheng::serve
