// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/code_view.h"

namespace studio {

/// The text field of a payload. A line of any length takes a key in the time of a short one, because it is held as
/// several blocks (payload_text.h); what is copied, pasted and deleted is the payload's text all the same. Main thread.
class PayloadView final : public CodeView
{
    Q_OBJECT

public:
    explicit PayloadView(QWidget *parent = nullptr);

    void setText(const QString &text);     ///< without a way back
    void replaceText(const QString &text); ///< in one step that can be undone
    [[nodiscard]] QString text() const;
    /// Replaces a part of it, in one step that can be undone; the caret goes behind it. Characters of text().
    void replaceText(qsizetype from, qsizetype to, const QString &by);
    /// A selection of the characters from … to of text().
    [[nodiscard]] QTextCursor cursorOver(qsizetype from, qsizetype to) const;
    [[nodiscard]] qsizetype caret() const; ///< in characters of text()
    [[nodiscard]] qsizetype placeAt(QPoint point) const;

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    [[nodiscard]] QMimeData *createMimeDataFromSelection() const override;
    [[nodiscard]] QList<JsonToken> tokensOf(const QTextBlock &block) const override;
    [[nodiscard]] bool isLong(const QTextBlock &block) const override;

private:
    bool deleteOverBreak(const QKeyEvent &event);
};

} // namespace studio
