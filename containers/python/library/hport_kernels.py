"""Makes all x86-64 machines with AVX2 compute the same bits. Import it before numpy.

OpenBLAS and numpy choose their kernels by the processor's model, and each kernel adds up in an order of its own.
Training can turn that last bit into another result (a log loss that differs by 1, see errata.md), so the kernels are
named here: those made for Haswell (2013), which run wherever AVX2 and FMA do. Settings that the caller has made are
left alone; where AVX2 is missing, and on other architectures, so are the libraries' own choices.
"""

from __future__ import annotations

import os
import platform

# numpy's names of the features whose variants of exp and log round otherwise, and the kernel's names of what they need.
NUMPY_FEATURES = {"AVX512F": {"avx512f"}, "AVX512_SKX": {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}}


def processor_flags() -> frozenset[str]:
    """What Linux says that the processor can do; nothing elsewhere."""
    if platform.machine() not in ("x86_64", "AMD64") or not os.path.exists("/proc/cpuinfo"):
        return frozenset()
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        lines = (line for line in file if line.startswith("flags"))
        return frozenset(next(lines, "").partition(":")[2].split())


def settings(flags: frozenset[str]) -> dict[str, str]:
    """The environment that fixes the kernels on a processor with these flags."""
    if not {"avx2", "fma"} <= flags:
        return {}
    present = [name for name, needed in NUMPY_FEATURES.items() if needed <= flags]
    without = {"NPY_DISABLE_CPU_FEATURES": " ".join(present)} if present else {}
    return {"OPENBLAS_CORETYPE": "Haswell", **without}


for _name, _value in settings(processor_flags()).items():
    os.environ.setdefault(_name, _value)
