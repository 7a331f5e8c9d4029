// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/syntax/syntax_colours.h"

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

std::shared_ptr<const SyntaxTheme> chosenTheme(const Syntaxes &syntaxes, const QString &name, bool isDark)
{
    if (auto named = syntaxes.theme(name); named && !name.isEmpty()) {
        return named;
    }
    return syntaxes.theme(isDark ? QStringLiteral("Ignite Dark") : QStringLiteral("Ignite Light"));
}

constexpr double minContrast = 4.5; ///< WCAG 2.2, 1.4.3

double luminance(const QColor &color)
{
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

bool canBeRead(const QColor &color, const QColor &background)
{
    const auto [low, high] = std::minmax({luminance(color), luminance(background)});
    return (high + 0.05) / (low + 0.05) >= minContrast;
}

} // namespace

SyntaxColours::SyntaxColours(Syntaxes &syntaxes, const QString &name, bool isDark)
    : m_theme(chosenTheme(syntaxes, name, isDark))
    , m_isOwn(m_theme->name().startsWith(QStringLiteral("Ignite ")))
    , m_styles()
{
    const QList<SyntaxFormat> formats = syntaxes.formatsOf(QStringLiteral("Rust"));
    for (const SyntaxRoleClass &one : syntaxRoleClasses) {
        const auto format = std::ranges::find(formats, one.name, &SyntaxFormat::name);
        m_styles[static_cast<std::size_t>(one.role)] =
            format != formats.end() ? style(format->id) : TextStyle{.color = text()};
    }
}

TextStyle SyntaxColours::style(SyntaxRole role, SyntaxModifiers modifiers) const
{
    TextStyle style = m_styles[static_cast<std::size_t>(modifiers.isUnsafe ? SyntaxRole::Unsafe : role)];
    style.isUnderlined = style.isUnderlined || modifiers.isMutable;
    return style;
}

TextStyle SyntaxColours::style(int format) const
{
    TextStyle style = m_theme->style(format);
    if (!style.color.isValid()) {
        style.color = text();
    }
    // Some definitions bring colours of their own, for a white page.
    if (m_isOwn && !canBeRead(style.color, color(EditorColor::Selection))) {
        style.color = m_theme->usualColor(format);
    }
    return style;
}

QStringList syntaxThemeNames(const Syntaxes &syntaxes)
{
    QStringList names = syntaxes.themeNames();
    names.sort(Qt::CaseInsensitive);
    return names;
}

} // namespace studio
