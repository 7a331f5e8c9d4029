// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace studio::test {

/// The colours that a person sees: all of them, or those of one who lacks a kind of cone.
enum class Vision { Full, Protanopia, Deuteranopia, Tritanopia };

/// CIE 1976 L*a*b*, white point D65.
struct Lab
{
    double lightness = 0;
    double a = 0;
    double b = 0;
};

using Linear = std::array<double, 3>;

/// The linear light of an sRGB colour (IEC 61966-2-1).
inline Linear linearLight(const QColor &color)
{
    const auto one = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return {one(color.red() / 255.0), one(color.green() / 255.0), one(color.blue() / 255.0)};
}

inline Linear product(const std::array<Linear, 3> &matrix, const Linear &light)
{
    Linear result{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            result[row] += matrix[row][column] * light[column];
        }
    }
    return result;
}

/// WCAG 2.2, "contrast ratio".
inline double contrastRatio(const QColor &first, const QColor &second)
{
    const auto luminance = [](const QColor &color) {
        const Linear light = linearLight(color);
        return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
    };
    const auto [low, high] = std::minmax({luminance(first), luminance(second)});
    return (high + 0.05) / (low + 0.05);
}

/// Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency, 2009; the
/// matrices of severity 1.
inline Linear seen(const Linear &light, Vision vision)
{
    using Matrix = std::array<Linear, 3>;
    constexpr Matrix protanopia{Linear{0.152286, 1.052583, -0.204868}, Linear{0.114503, 0.786281, 0.099216},
                                Linear{-0.003882, -0.048116, 1.051998}};
    constexpr Matrix deuteranopia{Linear{0.367322, 0.860646, -0.227968}, Linear{0.280085, 0.672501, 0.047413},
                                  Linear{-0.011820, 0.042940, 0.968881}};
    constexpr Matrix tritanopia{Linear{1.255528, -0.076749, -0.178779}, Linear{-0.078411, 0.930809, 0.147602},
                                Linear{0.004733, 0.691367, 0.303900}};
    Linear result = vision == Vision::Protanopia     ? product(protanopia, light)
                    : vision == Vision::Deuteranopia ? product(deuteranopia, light)
                    : vision == Vision::Tritanopia   ? product(tritanopia, light)
                                                     : light;
    for (double &part : result) {
        part = std::clamp(part, 0.0, 1.0);
    }
    return result;
}

inline Lab labOf(const QColor &color, Vision vision = Vision::Full)
{
    constexpr std::array<Linear, 3> toXyz{Linear{0.4124564, 0.3575761, 0.1804375},
                                          Linear{0.2126729, 0.7151522, 0.0721750},
                                          Linear{0.0193339, 0.1191920, 0.9503041}};
    const Linear xyz = product(toXyz, seen(linearLight(color), vision));
    const auto root = [](double value) {
        return value > 216.0 / 24389 ? std::cbrt(value) : (24389.0 / 27 * value + 16) / 116;
    };
    const double x = root(xyz[0] / 0.95047);
    const double y = root(xyz[1]);
    const double z = root(xyz[2] / 1.08883);
    return {.lightness = 116 * y - 16, .a = 500 * (x - y), .b = 200 * (y - z)};
}

/// CIEDE2000, in the notation of Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula, 2005.
inline double ciede2000(const Lab &first, const Lab &second)
{
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    const auto hue = [](double a, double b) {
        const double degrees = std::atan2(b, a) * 180 / std::numbers::pi;
        return degrees < 0 ? degrees + 360 : degrees;
    };
    const auto saturation = [](double chroma) {
        return std::sqrt(std::pow(chroma, 7) / (std::pow(chroma, 7) + std::pow(25.0, 7)));
    };
    const double meanOfFirst = (std::hypot(first.a, first.b) + std::hypot(second.a, second.b)) / 2;
    const double g = (1 - saturation(meanOfFirst)) / 2;
    const double a1 = first.a * (1 + g);
    const double a2 = second.a * (1 + g);
    const double c1 = std::hypot(a1, first.b);
    const double c2 = std::hypot(a2, second.b);
    const double h1 = hue(a1, first.b);
    const double h2 = hue(a2, second.b);
    const bool isGrey = c1 * c2 == 0;
    double turn = isGrey ? 0 : h2 - h1;
    turn += turn > 180 ? -360 : turn < -180 ? 360 : 0;
    const double deltaL = second.lightness - first.lightness;
    const double deltaC = c2 - c1;
    const double deltaH = 2 * std::sqrt(c1 * c2) * std::sin(radians(turn / 2));
    const double l = (first.lightness + second.lightness) / 2;
    const double c = (c1 + c2) / 2;
    double h = isGrey ? h1 + h2 : (h1 + h2) / 2;
    if (!isGrey && std::abs(h1 - h2) > 180) {
        h += h1 + h2 < 360 ? 180 : -180;
    }
    const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h)) +
                     0.32 * std::cos(radians(3 * h + 6)) - 0.2 * std::cos(radians(4 * h - 63));
    const double sl = 1 + 0.015 * std::pow(l - 50, 2) / std::sqrt(20 + std::pow(l - 50, 2));
    const double sc = 1 + 0.045 * c;
    const double sh = 1 + 0.015 * c * t;
    const double rotation = -std::sin(radians(60 * std::exp(-std::pow((h - 275) / 25, 2)))) * 2 * saturation(c);
    return std::sqrt(std::pow(deltaL / sl, 2) + std::pow(deltaC / sc, 2) + std::pow(deltaH / sh, 2) +
                     rotation * (deltaC / sc) * (deltaH / sh));
}

} // namespace studio::test
