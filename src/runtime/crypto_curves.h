#pragma once
// Elliptic curves by Node's names.

#include <string>
#include <string_view>

namespace weft::runtime::crypto {

/// The library's number of a curve, 0 (NID_undef) for one that it lacks. Takes NIST's names, too.
int curveNamed(std::string_view name);
/// Node's name for the curve with this number.
std::string curveName(int nid);

}  // namespace weft::runtime::crypto
