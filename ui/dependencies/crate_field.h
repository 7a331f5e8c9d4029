// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/cargo_manifest.h"
#include "core/workspace/crate_search.h"

#include <QWidget>

#include <optional>

class QLineEdit;
class QTreeWidget;

namespace studio {

/// Where crates are typed or pasted to be added, with those that fit the last word below it. Main thread.
class CrateField : public QWidget
{
    Q_OBJECT

public:
    explicit CrateField(QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit *line() const { return m_line; }
    void setSuggestions(const QString &word, const QList<CrateSuggestion> &crates);
    void close(); ///< without what is in it
    /// The one crate that is typed; nothing for none, several, or one that comes from no registry.
    [[nodiscard]] const std::optional<Dependency> &typed() const { return m_typed; }
    void setTyped(const Dependency &dependency); ///< in the place of what is there

Q_SIGNALS:
    void entered(const QString &line);
    void edited();                            ///< by the person
    void typedChanged();                      ///< typed() is another
    void understood(const QString &sentence); ///< what Enter would add, where that is not plain; else empty
    void searchRequested(const QString &word);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void read();
    void complete();
    void hideSuggestions();
    [[nodiscard]] QString lastWord() const;

    QLineEdit *m_line;
    QTreeWidget *m_suggestions;
    std::optional<Dependency> m_typed;
};

} // namespace studio
