// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/syntax_colours.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

KSyntaxHighlighting::Theme chosenTheme(const KSyntaxHighlighting::Repository &repository, const QString &name,
                                       bool isDark)
{
    if (const auto named = repository.theme(name); !name.isEmpty() && named.isValid()) {
        return named;
    }
    return repository.theme(isDark ? QStringLiteral("Ignite Dark") : QStringLiteral("Ignite Light"));
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

SyntaxColours::SyntaxColours(const KSyntaxHighlighting::Repository &repository, const QString &name, bool isDark)
    : m_theme(chosenTheme(repository, name, isDark))
    , m_isOwn(m_theme.name().startsWith(QStringLiteral("Ignite ")))
    , m_styles()
{
    const QList<KSyntaxHighlighting::Format> formats = repository.definitionForName(QStringLiteral("Rust")).formats();
    for (const SyntaxRoleClass &one : syntaxRoleClasses) {
        const auto format = std::ranges::find(formats, one.name, &KSyntaxHighlighting::Format::name);
        m_styles[static_cast<std::size_t>(one.role)] =
            format != formats.end() ? style(*format) : TextStyle{.color = text()};
    }
}

TextStyle SyntaxColours::style(SyntaxRole role, SyntaxModifiers modifiers) const
{
    TextStyle style = m_styles[static_cast<std::size_t>(modifiers.isUnsafe ? SyntaxRole::Unsafe : role)];
    style.isUnderlined = style.isUnderlined || modifiers.isMutable;
    return style;
}

TextStyle SyntaxColours::style(const KSyntaxHighlighting::Format &format) const
{
    QColor color = format.hasTextColor(m_theme) ? format.textColor(m_theme) : text();
    // Some definitions bring colours of their own, for a white page.
    if (m_isOwn && !canBeRead(color, this->color(KSyntaxHighlighting::Theme::TextSelection))) {
        color = QColor::fromRgba(m_theme.textColor(format.textStyle()));
    }
    return {.color = color,
            .isBold = format.isBold(m_theme),
            .isItalic = format.isItalic(m_theme),
            .isUnderlined = format.isUnderline(m_theme)};
}

QColor SyntaxColours::color(KSyntaxHighlighting::Theme::EditorColorRole role) const
{
    return QColor::fromRgba(m_theme.editorColor(role));
}

QColor SyntaxColours::text() const
{
    return QColor::fromRgba(m_theme.textColor(KSyntaxHighlighting::Theme::Normal));
}

QStringList syntaxThemeNames(const KSyntaxHighlighting::Repository &repository)
{
    QStringList names;
    for (const KSyntaxHighlighting::Theme &theme : repository.themes()) {
        names << theme.name();
    }
    names.sort(Qt::CaseInsensitive);
    return names;
}

} // namespace studio
