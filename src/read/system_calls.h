#pragma once

namespace zhiheng::read {

/// What a confined process may do.
enum class Confinement {
  kCompute,    // memory, clocks, writing to descriptors that are open: no files, no network, no processes
  kServe,      // also read from descriptors that are open
  kReadFiles,  // also start a program and open files for reading
};

/// Takes away from this process, for good, every system call but those of `confinement`; the others fail with
/// EPERM. Returns whether the kernel took the filter.
bool confine(Confinement confinement);

}  // namespace zhiheng::read
