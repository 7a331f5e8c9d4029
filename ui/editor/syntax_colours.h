// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/syntax_role.h"

#include <KSyntaxHighlighting/Theme>
#include <QColor>

namespace KSyntaxHighlighting {
class Format;
class Repository;
} // namespace KSyntaxHighlighting

namespace studio {

/// How a word is drawn.
struct TextStyle
{
    QColor color;
    bool isBold = false;
    bool isItalic = false;
    bool isUnderlined = false;

    bool operator==(const TextStyle &) const = default;
};

/// The modifiers of a semantic token that are shown.
struct SyntaxModifiers
{
    bool isMutable = false; ///< underlined
    bool isUnsafe = false;  ///< drawn like SyntaxRole::Unsafe
};

/// The colours of an editor, all of them out of one theme file of KSyntaxHighlighting: what a syntax definition finds
/// and what a language server knows about the same word look alike.
///
///     const SyntaxColours colours(*repository, {}, Theme::current().dark);
///     const TextStyle style = colours.style(SyntaxRole::Variable, {.isMutable = true});
///
/// The two themes of our own are resources/themes/ and are inside the program. A value; main thread, like the
/// repository, which it is read from and does not keep.
class SyntaxColours
{
public:
    /// The theme that is called `name`; the light or the dark one of our own where it is empty or there is none of it.
    SyntaxColours(const KSyntaxHighlighting::Repository &repository, const QString &name, bool isDark);

    [[nodiscard]] const KSyntaxHighlighting::Theme &theme() const { return m_theme; }
    [[nodiscard]] TextStyle style(SyntaxRole role, SyntaxModifiers modifiers = {}) const;
    /// Of a class of any definition.
    [[nodiscard]] TextStyle style(const KSyntaxHighlighting::Format &format) const;
    [[nodiscard]] QColor color(KSyntaxHighlighting::Theme::EditorColorRole role) const;
    [[nodiscard]] QColor text() const; ///< of what has no class

private:
    KSyntaxHighlighting::Theme m_theme;
    bool m_isOwn;                                             ///< of the two of our own, and so held to their contrast
    std::array<TextStyle, syntaxRoleClasses.size()> m_styles; ///< by role
};

/// What can be chosen, in the order of a list that is shown: the names of the installed themes.
QStringList syntaxThemeNames(const KSyntaxHighlighting::Repository &repository);

} // namespace studio
