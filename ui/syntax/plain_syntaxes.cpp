// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/syntax/plain_syntaxes.h"

#include "ui/common/theme.h"

#include <QSyntaxHighlighter>

#include <algorithm>

namespace studio {

namespace {

class PlainTheme final : public SyntaxTheme
{
public:
    explicit PlainTheme(QString name) : m_name(std::move(name)) {}

    [[nodiscard]] QString name() const override { return m_name; }
    [[nodiscard]] QColor color(EditorColor role) const override
    {
        const Theme &theme = Theme::current();
        switch (role) {
        case EditorColor::Background:
        case EditorColor::IconBorder:
            return theme.surface;
        case EditorColor::CurrentLine:
            return theme.window;
        case EditorColor::Selection:
        case EditorColor::Brackets:
            return theme.border;
        case EditorColor::LineNumbers:
        case EditorColor::Indentation:
        case EditorColor::Separator:
            break;
        }
        return theme.muted;
    }
    [[nodiscard]] QColor text() const override { return Theme::current().text; }
    [[nodiscard]] TextStyle style(int) const override { return {}; }
    [[nodiscard]] QColor usualColor(int) const override { return text(); }

private:
    QString m_name;
};

class PlainHighlighter final : public LineHighlighter
{
public:
    [[nodiscard]] QString language() const override { return {}; }
    [[nodiscard]] QString commentMark() const override { return {}; }
    [[nodiscard]] int knownLines() const override { return m_lines; }
    void forgetLinesFrom(int line) override { m_lines = std::min(m_lines, line); }
    bool highlight(int line, const QString &, QList<FormattedPart> &parts) override
    {
        parts.clear();
        m_lines = std::max(m_lines, line + 1);
        return false;
    }
    [[nodiscard]] QList<FormattedPart> formatsOf(int, const QString &) const override { return {}; }

private:
    int m_lines = 0;
};

class PlainSyntaxes final : public Syntaxes
{
public:
    [[nodiscard]] std::unique_ptr<LineHighlighter> highlighterFor(const QString &) override
    {
        return std::make_unique<PlainHighlighter>();
    }
    [[nodiscard]] std::unique_ptr<QSyntaxHighlighter> highlightDocument(QTextDocument *, const QString &,
                                                                        const SyntaxTheme &) override
    {
        return nullptr;
    }
    [[nodiscard]] SyntaxFormat format(int id) const override { return {.id = id, .name = {}}; }
    [[nodiscard]] QList<SyntaxFormat> formatsOf(const QString &) override { return {}; }
    [[nodiscard]] QStringList themeNames() const override
    {
        return {QStringLiteral("Ignite Dark"), QStringLiteral("Ignite Light")};
    }
    [[nodiscard]] std::shared_ptr<const SyntaxTheme> theme(const QString &name) const override
    {
        return themeNames().contains(name) ? std::make_shared<PlainTheme>(name) : nullptr;
    }
};

} // namespace

std::shared_ptr<Syntaxes> plainSyntaxes()
{
    return std::make_shared<PlainSyntaxes>();
}

} // namespace studio
