#pragma once

// Searches over source bytes, sixteen at a time where the machine has SSE2. Each stops at the first byte that its
// name speaks of, or at `end`; none reads past `end`.

#include <array>
#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace weft::syntax {

namespace detail {

#if defined(__SSE2__)
template <char... kBytes>
inline int matchesIn(const char* at) {
  __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  __m128i found = _mm_setzero_si128();
  ((found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8(kBytes)))), ...);
  return _mm_movemask_epi8(found);
}
#endif

}  // namespace detail

/// The first of the bytes given.
template <char... kBytes>
inline const char* findAny(const char* at, const char* end) {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16)
    if (int mask = detail::matchesIn<kBytes...>(at)) return at + std::countr_zero(static_cast<unsigned>(mask));
#endif
  while (at != end && !((*at == kBytes) || ...)) ++at;
  return at;
}

/// Past a run of blanks.
inline const char* skipBlanks(const char* at, const char* end) {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    int blanks = detail::matchesIn<' '>(at);
    if (blanks != 0xFFFF) return at + std::countr_one(static_cast<unsigned>(blanks));
  }
#endif
  while (at != end && *at == ' ') ++at;
  return at;
}

}  // namespace weft::syntax
