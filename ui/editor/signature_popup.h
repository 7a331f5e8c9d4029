// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"

#include <QFrame>

class QLabel;

namespace studio {

class MarkdownView;

/// The signature of the call that is typed, with the active parameter emphasised and its documentation below; where
/// there are several, which of them it is. It never takes the focus. Main thread.
class SignaturePopup final : public QFrame
{
    Q_OBJECT

public:
    explicit SignaturePopup(QWidget *editor);

    /// Above `call`, which is where the call's arguments begin, on the screen; below it where there is no room.
    void showFor(const QRect &call, const lsp::SignatureHelp &help, int index);
    void hideAll();
    [[nodiscard]] QString plainText() const;       ///< of the signature
    [[nodiscard]] QString activeParameter() const; ///< as it stands in it; empty for none
    [[nodiscard]] QString documentation() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyTheme();
    void showSignature(const lsp::SignatureHelp::Signature &signature, const QString &counter);
    void place(const QRect &call);

    QLabel *m_signature;
    MarkdownView *m_documentation;
    QString m_plain;
    QString m_active;
    bool m_isApplying = false;
};

} // namespace studio
