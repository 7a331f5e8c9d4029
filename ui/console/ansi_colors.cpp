// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/ansi_colors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace studio {

namespace {

constexpr double readable = 4.5; // WCAG AA for text

/// Black to white in the order of the terminal palette; the bright half follows. Each is readable on its surface.
constexpr std::array<QRgb, 16> lightNames{0xff1b1f24, 0xffc62828, 0xff1a7f37, 0xff8a5a00, 0xff0b6bcb, 0xff8e3db0,
                                          0xff0f766e, 0xff5b6672, 0xff4a5460, 0xffb71c1c, 0xff116329, 0xff7a4f00,
                                          0xff0a58a8, 0xff7a2f9a, 0xff0b5f59, 0xff1b1f24};
constexpr std::array<QRgb, 16> darkNames{0xff98a2b0, 0xffff6b6b, 0xff4cc38a, 0xffe3b341, 0xff5ab0ff, 0xffd2a8ff,
                                         0xff5fd4d0, 0xffc9d1d9, 0xffb1bac4, 0xffff8a8a, 0xff6fdca5, 0xfff0c862,
                                         0xff8ac8ff, 0xffe2c5ff, 0xff8ae6e2, 0xfff6f8fa};

double channel(double value)
{
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

QColor mix(const QColor &from, const QColor &to, double share)
{
    const auto blend = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return QColor(blend(from.red(), to.red()), blend(from.green(), to.green()), blend(from.blue(), to.blue()));
}

/// The nearest colour on the way to black or white that can be read.
QColor readableOn(const QColor &color, const QColor &background)
{
    const QColor far = luminance(background) > 0.18 ? QColor(Qt::black) : QColor(Qt::white);
    for (int step = 0; step < 10; ++step) {
        const QColor candidate = mix(color, far, step / 10.0);
        if (contrastOf(candidate, background) >= readable) {
            return candidate;
        }
    }
    return far;
}

/// xterm's cube and grey ramp.
QColor indexed(int index)
{
    if (index >= 232) {
        const int grey = 8 + (index - 232) * 10;
        return QColor(grey, grey, grey);
    }
    const int cube = index - 16;
    const auto level = [](int step) { return step == 0 ? 0 : 55 + step * 40; };
    return QColor(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
}

} // namespace

double contrastOf(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

AnsiColors::AnsiColors(QColor background, QColor text)
    : m_background(background), m_text(text), m_dark(luminance(background) < 0.18)
{
}

QColor AnsiColors::named(int index) const
{
    return QColor::fromRgb(m_dark ? darkNames[static_cast<size_t>(index)] : lightNames[static_cast<size_t>(index)]);
}

QColor AnsiColors::colorOf(const AnsiColor &color, const QColor &fallback) const
{
    switch (color.kind) {
    case AnsiColor::Kind::Palette:
        return color.index < 16 ? named(color.index) : indexed(color.index);
    case AnsiColor::Kind::Rgb:
        return QColor(color.red, color.green, color.blue);
    case AnsiColor::Kind::Default:
        break;
    }
    return fallback;
}

AnsiColors::Pair AnsiColors::colorsOf(const AnsiStyle &style) const
{
    QColor foreground = colorOf(style.foreground, m_text);
    QColor background = colorOf(style.background, m_background);
    if (style.inverse) {
        std::swap(foreground, background);
    }
    if (style.faint) {
        foreground = mix(foreground, background, 0.35);
    }
    return {.foreground = readableOn(foreground, background),
            .background = background == m_background ? QColor() : background};
}

} // namespace studio
