#include "css/color_spaces.h"

#include <algorithm>
#include <cmath>

namespace weft::css {

namespace {

using Matrix = std::array<Triple, 3>;

Triple operator*(const Matrix& m, const Triple& v) {
  Triple out{};
  for (size_t i = 0; i < 3; ++i) out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
  return out;
}

// To XYZ with white D65, but for ProPhoto, whose white is D50. From the primaries and white points that the
// specification gives.
constexpr Matrix kLinearSrgbToXyz = {{{0.41239079926595934, 0.357584339383878, 0.1804807884018343},
                                      {0.21263900587151027, 0.715168678767756, 0.07219231536073371},
                                      {0.01933081871559182, 0.11919477979462598, 0.9505321522496607}}};
constexpr Matrix kXyzToLinearSrgb = {{{3.2409699419045226, -1.537383177570094, -0.4986107602930034},
                                      {-0.9692436362808796, 1.8759675015077202, 0.04155505740717559},
                                      {0.05563007969699366, -0.20397695888897652, 1.0569715142428786}}};
constexpr Matrix kLinearP3ToXyz = {{{0.4865709486482162, 0.26566769316909306, 0.1982172852343625},
                                    {0.2289745640697488, 0.6917385218365064, 0.079286914093745},
                                    {0.0, 0.04511338185890264, 1.043944368900976}}};
constexpr Matrix kLinearA98ToXyz = {{{0.5766690429101305, 0.1855582379065463, 0.1882286462349947},
                                     {0.29734497525053605, 0.6273635662554661, 0.07529145849399788},
                                     {0.02703136138641234, 0.07068885253582723, 0.9913375368376388}}};
constexpr Matrix kLinearRec2020ToXyz = {{{0.6369580483012914, 0.14461690358620832, 0.1688809751641721},
                                         {0.2627002120112671, 0.6779980715188708, 0.05930171646986196},
                                         {0.0, 0.028072693049087428, 1.060985057710791}}};
constexpr Matrix kLinearProPhotoToXyz50 = {{{0.7977604896723027, 0.13518583717574031, 0.0313493495815248},
                                            {0.2880711282292934, 0.7118432178101014, 0.00008565396060525902},
                                            {0.0, 0.0, 0.8251046025104601}}};
constexpr Matrix kD50ToD65 = {{{0.9554734527042182, -0.023098536874261423, 0.0632593086610217},
                               {-0.028369706963208136, 1.0099954580058226, 0.021041398966943008},
                               {0.012314001688319899, -0.020507696433477912, 1.3303659366080753}}};
constexpr Matrix kD65ToD50 = {{{1.0479298208405488, 0.022946793341019088, -0.05019222954313557},
                               {0.029627815688159344, 0.990434484573249, -0.01707382502938514},
                               {-0.009243058152591178, 0.015055144896577895, 0.7518742899580008}}};
constexpr Matrix kXyzToLms = {{{0.8190224379967030, 0.3619062600528904, -0.1288737815209879},
                               {0.0329836539323885, 0.9292868615863434, 0.0361446663506424},
                               {0.0481771893596242, 0.2642395317527308, 0.6335478284694309}}};
constexpr Matrix kLmsToXyz = {{{1.2268798758459243, -0.5578149944602171, 0.2813910456659647},
                               {-0.0405757452148008, 1.1122868032803170, -0.0717110580655164},
                               {-0.0763729366746601, -0.4214933324022432, 1.5869240198367816}}};
constexpr Matrix kLmsToOklab = {{{0.2104542683093140, 0.7936177747023054, -0.0040720430116193},
                                 {1.9779985324311684, -2.4285922420485799, 0.4505937096174110},
                                 {0.0259040424655478, 0.7827717124575296, -0.8086757549230774}}};
constexpr Matrix kOklabToLms = {{{1.0, 0.3963377773761749, 0.2158037573099136},
                                 {1.0, -0.1055613458156586, -0.0638541728258133},
                                 {1.0, -0.0894841775298119, -1.2914855480194092}}};
constexpr Triple kWhiteD50 = {0.3457 / 0.3585, 1.0, (1.0 - 0.3457 - 0.3585) / 0.3585};

double powerOf(double value, double exponent) {
  return std::copysign(std::pow(std::abs(value), exponent), value);
}

double srgbToLinear(double v) {
  return std::abs(v) <= 0.04045 ? v / 12.92 : std::copysign(std::pow((std::abs(v) + 0.055) / 1.055, 2.4), v);
}
double linearToSrgb(double v) {
  return std::abs(v) <= 0.0031308 ? v * 12.92 : std::copysign(1.055 * std::pow(std::abs(v), 1 / 2.4) - 0.055, v);
}
double proPhotoToLinear(double v) {
  return std::abs(v) <= 16.0 / 512 ? v / 16 : powerOf(v, 1.8);
}
double rec2020ToLinear(double v) {
  constexpr double kAlpha = 1.09929682680944;
  constexpr double kBeta = 0.018053968510807;
  if (std::abs(v) < kBeta * 4.5) return v / 4.5;
  return std::copysign(std::pow((std::abs(v) + kAlpha - 1) / kAlpha, 1 / 0.45), v);
}

template <typename Function>
Triple each(const Triple& v, Function function) {
  return {function(v[0]), function(v[1]), function(v[2])};
}

constexpr double kEpsilon = 216.0 / 24389;
constexpr double kKappa = 24389.0 / 27;

Triple labToXyz50(const Triple& lab) {
  double fy = (lab[0] + 16) / 116;
  double fx = lab[1] / 500 + fy;
  double fz = fy - lab[2] / 200;
  auto cube = [](double f) { return f * f * f > kEpsilon ? f * f * f : (116 * f - 16) / kKappa; };
  double y = lab[0] > kKappa * kEpsilon ? fy * fy * fy : lab[0] / kKappa;
  return {cube(fx) * kWhiteD50[0], y * kWhiteD50[1], cube(fz) * kWhiteD50[2]};
}

Triple xyz50ToLab(const Triple& xyz) {
  Triple f;
  for (size_t i = 0; i < 3; ++i) {
    double v = xyz[i] / kWhiteD50[i];
    f[i] = v > kEpsilon ? std::cbrt(v) : (kKappa * v + 16) / 116;
  }
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

Triple oklabToXyz(const Triple& lab) {
  return kLmsToXyz * each(kOklabToLms * lab, [](double v) { return v * v * v; });
}

Triple xyzToOklab(const Triple& xyz) {
  return kLmsToOklab * each(kXyzToLms * xyz, [](double v) { return std::cbrt(v); });
}

Triple polarToRectangular(const Triple& lch) {
  double angle = lch[2] * M_PI / 180;
  return {lch[0], lch[1] * std::cos(angle), lch[1] * std::sin(angle)};
}

Triple rectangularToPolar(const Triple& lab) {
  double hue = std::atan2(lab[2], lab[1]) * 180 / M_PI;
  return {lab[0], std::hypot(lab[1], lab[2]), hue < 0 ? hue + 360 : hue};
}

Triple toXyz(const Color& color) {
  Triple c = {color.c[0], color.c[1], color.c[2]};
  switch (color.space) {
    case ColorSpace::Legacy:
      c = each(c, [](double v) { return v / 255; });
      [[fallthrough]];
    case ColorSpace::Srgb:
      return kLinearSrgbToXyz * each(c, srgbToLinear);
    case ColorSpace::SrgbLinear:
      return kLinearSrgbToXyz * c;
    case ColorSpace::DisplayP3:
      return kLinearP3ToXyz * each(c, srgbToLinear);
    case ColorSpace::A98:
      return kLinearA98ToXyz * each(c, [](double v) { return powerOf(v, 563.0 / 256); });
    case ColorSpace::ProPhoto:
      return kD50ToD65 * (kLinearProPhotoToXyz50 * each(c, proPhotoToLinear));
    case ColorSpace::Rec2020:
      return kLinearRec2020ToXyz * each(c, rec2020ToLinear);
    case ColorSpace::XyzD50:
      return kD50ToD65 * c;
    case ColorSpace::XyzD65:
      return c;
    case ColorSpace::Lch:
      c = polarToRectangular(c);
      [[fallthrough]];
    case ColorSpace::Lab:
      return kD50ToD65 * labToXyz50(c);
    case ColorSpace::Oklch:
      c = polarToRectangular(c);
      [[fallthrough]];
    case ColorSpace::Oklab:
      return oklabToXyz(c);
  }
  return c;
}

Triple xyzToSrgb(const Triple& xyz) {
  return each(kXyzToLinearSrgb * xyz, linearToSrgb);
}

Triple clipped(const Triple& rgb) {
  return each(rgb, [](double v) { return std::clamp(v, 0.0, 1.0); });
}

bool isInside(const Triple& rgb, double slack) {
  return std::ranges::all_of(rgb, [&](double v) { return v >= -slack && v <= 1 + slack; });
}

double distance(const Triple& a, const Triple& b) {
  return std::sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) + (a[2] - b[2]) * (a[2] - b[2]));
}

Triple srgbToOklab(const Triple& rgb) {
  return xyzToOklab(kLinearSrgbToXyz * each(rgb, srgbToLinear));
}

/// Less chroma, until clipping can hardly be seen.
Triple mapIntoSrgb(const Triple& xyz) {
  constexpr double kNoticeable = 0.02;
  constexpr double kStep = 0.0001;
  constexpr double kSlack = 0.000075;
  Triple rgb = xyzToSrgb(xyz);
  if (isInside(rgb, kSlack)) return clipped(rgb);
  Triple lch = rectangularToPolar(xyzToOklab(xyz));
  if (lch[0] >= 1) return {1, 1, 1};
  if (lch[0] <= 0) return {0, 0, 0};
  double low = 0;
  double high = lch[1];
  bool lowIsInside = true;
  Triple best = clipped(rgb);
  if (distance(srgbToOklab(best), polarToRectangular(lch)) < kNoticeable) return best;
  while (high - low > kStep) {
    double chroma = (low + high) / 2;
    Triple current = {lch[0], chroma, lch[2]};
    Triple lab = polarToRectangular(current);
    rgb = xyzToSrgb(oklabToXyz(lab));
    if (lowIsInside && isInside(rgb, 0)) {
      low = chroma;
      best = rgb;
      continue;
    }
    best = clipped(rgb);
    double off = distance(srgbToOklab(best), lab);
    if (off >= kNoticeable) {
      high = chroma;
    } else {
      if (kNoticeable - off < kStep) return best;
      lowIsInside = false;
      low = chroma;
    }
  }
  return clipped(best);
}

Triple srgbToHsl(const Triple& rgb) {
  double most = std::max({rgb[0], rgb[1], rgb[2]});
  double least = std::min({rgb[0], rgb[1], rgb[2]});
  double light = (most + least) / 2;
  double range = most - least;
  if (range < 1e-9) return {0, 0, light};
  double saturation = light <= 0 || light >= 1 ? 0 : (most - light) / std::min(light, 1 - light);
  double hue = most == rgb[0]   ? (rgb[1] - rgb[2]) / range + (rgb[1] < rgb[2] ? 6 : 0)
               : most == rgb[1] ? (rgb[2] - rgb[0]) / range + 2
                                : (rgb[0] - rgb[1]) / range + 4;
  return {hue * 60, saturation, light};
}

Triple toMixSpace(const Triple& xyz, MixSpace space) {
  switch (space) {
    case MixSpace::Srgb:
      return xyzToSrgb(xyz);
    case MixSpace::SrgbLinear:
      return kXyzToLinearSrgb * xyz;
    case MixSpace::XyzD65:
      return xyz;
    case MixSpace::XyzD50:
      return kD65ToD50 * xyz;
    case MixSpace::Lab:
      return xyz50ToLab(kD65ToD50 * xyz);
    case MixSpace::Lch:
      return rectangularToPolar(xyz50ToLab(kD65ToD50 * xyz));
    case MixSpace::Oklab:
      return xyzToOklab(xyz);
    case MixSpace::Oklch:
      return rectangularToPolar(xyzToOklab(xyz));
    case MixSpace::Hsl:
      return srgbToHsl(mapIntoSrgb(xyz));
    case MixSpace::Hwb: {
      Triple rgb = mapIntoSrgb(xyz);
      return {srgbToHsl(rgb)[0], std::min({rgb[0], rgb[1], rgb[2]}), 1 - std::max({rgb[0], rgb[1], rgb[2]})};
    }
  }
  return xyz;
}

Color fromMixSpace(const Triple& c, MixSpace space) {
  auto make = [](ColorSpace in, const Triple& v) { return Color{in, {v[0], v[1], v[2]}, 1}; };
  switch (space) {
    case MixSpace::SrgbLinear:
      return make(ColorSpace::SrgbLinear, c);
    case MixSpace::XyzD65:
      return make(ColorSpace::XyzD65, c);
    case MixSpace::XyzD50:
      return make(ColorSpace::XyzD50, c);
    case MixSpace::Lab:
      return make(ColorSpace::Lab, c);
    case MixSpace::Lch:
      return make(ColorSpace::Lch, c);
    case MixSpace::Oklab:
      return make(ColorSpace::Oklab, c);
    case MixSpace::Oklch:
      return make(ColorSpace::Oklch, c);
    case MixSpace::Hsl:
      return make(ColorSpace::Srgb, hslToSrgb(c));
    case MixSpace::Hwb:
      return make(ColorSpace::Srgb, hwbToSrgb(c));
    default:
      return make(ColorSpace::Srgb, c);
  }
}

/// Which component is a hue, and which says that there is none.
std::optional<std::pair<size_t, size_t>> hueOf(MixSpace space) {
  if (space == MixSpace::Lch || space == MixSpace::Oklch) return std::pair{2, 1};
  if (space == MixSpace::Hsl) return std::pair{0, 1};
  return space == MixSpace::Hwb ? std::optional(std::pair<size_t, size_t>{0, 3}) : std::nullopt;
}

bool isHueless(const Triple& c, MixSpace space) {
  if (space == MixSpace::Hwb) return c[1] + c[2] >= 1 - 1e-6;
  double least = space == MixSpace::Lch ? 0.0015 : space == MixSpace::Oklch ? 0.000004 : 1e-6;
  return c[hueOf(space)->second] <= least;
}

}  // namespace

Triple hslToSrgb(const Triple& hsl) {
  double hue = std::fmod(std::fmod(hsl[0], 360) + 360, 360);
  auto channel = [&](double n) {
    double k = std::fmod(n + hue / 30, 12);
    double a = hsl[1] * std::min(hsl[2], 1 - hsl[2]);
    return hsl[2] - a * std::max(-1.0, std::min({k - 3, 9 - k, 1.0}));
  };
  return {channel(0), channel(8), channel(4)};
}

Triple hwbToSrgb(const Triple& hwb) {
  double sum = hwb[1] + hwb[2];
  if (sum >= 1) {
    double gray = hwb[1] / sum;
    return {gray, gray, gray};
  }
  return each(hslToSrgb({hwb[0], 1, 0.5}), [&](double v) { return v * (1 - sum) + hwb[1]; });
}

std::optional<MixSpace> mixSpaceNamed(std::string_view name) {
  constexpr std::pair<std::string_view, MixSpace> kSpaces[] = {
      {"srgb", MixSpace::Srgb},      {"srgb-linear", MixSpace::SrgbLinear},
      {"xyz", MixSpace::XyzD65},     {"xyz-d65", MixSpace::XyzD65},
      {"xyz-d50", MixSpace::XyzD50}, {"lab", MixSpace::Lab},
      {"oklab", MixSpace::Oklab},    {"lch", MixSpace::Lch},
      {"oklch", MixSpace::Oklch},    {"hsl", MixSpace::Hsl},
      {"hwb", MixSpace::Hwb},
  };
  for (const auto& [known, space] : kSpaces)
    if (equalsIgnoringCase(name, known)) return space;
  return std::nullopt;
}

Color interpolate(const Color& a, const Color& b, double share, MixSpace space) {
  Triple from = toMixSpace(toXyz(a), space);
  Triple to = toMixSpace(toXyz(b), space);
  auto hue = hueOf(space);
  if (hue) {
    size_t i = hue->first;
    if (isHueless(from, space))
      from[i] = to[i];
    else if (isHueless(to, space))
      to[i] = from[i];
    if (to[i] - from[i] > 180) from[i] += 360;
    if (from[i] - to[i] > 180) to[i] += 360;
  }
  double alpha = a.alpha * (1 - share) + b.alpha * share;
  Triple out;
  for (size_t i = 0; i < 3; ++i) {
    if ((hue && hue->first == i) || alpha == 0)
      out[i] = from[i] * (1 - share) + to[i] * share;
    else
      out[i] = (from[i] * a.alpha * (1 - share) + to[i] * b.alpha * share) / alpha;
  }
  Color mixed = fromMixSpace(out, space);
  mixed.alpha = alpha;
  return mixed;
}

Color toLegacy(const Color& color) {
  if (color.space == ColorSpace::Legacy) return color;
  Triple rgb = mapIntoSrgb(toXyz(color));
  Color out;
  for (size_t i = 0; i < 3; ++i) out.c[i] = std::round(rgb[i] * 255);
  out.alpha = color.alpha;
  return out;
}

bool isInSrgb(const Color& color) {
  constexpr double kSlack = 0.0005;
  return color.space == ColorSpace::Legacy || isInside(xyzToSrgb(toXyz(color)), kSlack);
}

}  // namespace weft::css
