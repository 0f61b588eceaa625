import { memo } from 'react';
import { Button, ToggleButton, ToggleButtonGroup, Toolbar as AriaToolbar } from 'react-aria-components';

import type { FitMode, Settings } from '../../protocol/ipc';
import { useStrings } from '../strings/strings';
import { Hint, Note } from './hint';
import { CameraIcon, CloseIcon, PixelsIcon } from './icons';

interface ToolbarProps {
  /** The open source's; null without one. */
  readonly name: string | null;
  readonly isIdle: boolean;
  readonly hasPicture: boolean;
  readonly settings: Settings;
  /** Device pixels per source pixel; null without a picture. */
  readonly scale: number | null;
  readonly notice: string | null;
  readonly onChange: (change: Partial<Settings>) => void;
  readonly onSnapshot: () => void;
  readonly onClose: () => void;
}

/** Costly to render, so only when one of its words or buttons changed. */
export const Toolbar = memo(function Toolbar(props: ToolbarProps) {
  const { toolbar: strings, sources, appName } = useStrings();
  const { name, isIdle, hasPicture, settings, scale, notice, onChange, onSnapshot, onClose } = props;
  return (
    <header className={`toolbar ${notice === null ? '' : 'told'}`}>
      <h1 data-testid="open-source">{name === null ? appName : sources.name(name)}</h1>
      <span className="notice" role="status">
        {notice !== null && (
          <Note className="notice-text" hint={notice} testId="notice">
            {notice}
          </Note>
        )}
      </span>
      <span className="scale" data-testid="scale">
        {scale !== null && strings.scale(scale)}
      </span>
      <AriaToolbar className="tools" aria-label={strings.label}>
        <FitButtons fit={settings.fit} onChange={(fit) => onChange({ fit })} />
        <Hint text={strings.pixelatedHint} command="toggle-pixelated">
          <ToggleButton
            className="button square"
            aria-label={strings.pixelated}
            isSelected={settings.pixelated}
            onChange={(pixelated) => onChange({ pixelated })}
            data-testid="pixelated"
          >
            <PixelsIcon />
          </ToggleButton>
        </Hint>
        <Hint text={strings.snapshotHint} command="snapshot">
          <Button className="button" isDisabled={isIdle || !hasPicture} onPress={onSnapshot} data-testid="snapshot">
            <CameraIcon />
            {strings.snapshot}
          </Button>
        </Hint>
        <Hint text={strings.closeHint}>
          <Button
            className="button square"
            aria-label={strings.close}
            isDisabled={isIdle}
            onPress={onClose}
            data-testid="close"
          >
            <CloseIcon />
          </Button>
        </Hint>
      </AriaToolbar>
    </header>
  );
});

function FitButtons({ fit, onChange }: { fit: FitMode; onChange: (fit: FitMode) => void }) {
  const { toolbar: strings } = useStrings();
  return (
    <ToggleButtonGroup
      className="group"
      aria-label={strings.fitGroup}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[fit]}
      onSelectionChange={([key]) => onChange(key === 'actual-size' ? 'actual-size' : 'fit')}
    >
      <Hint text={strings.fitHint} command="fit">
        <ToggleButton className="button" id="fit" data-testid="fit">
          {strings.fit}
        </ToggleButton>
      </Hint>
      <Hint text={strings.actualSizeHint} command="actual-size">
        <ToggleButton className="button" id="actual-size" data-testid="actual-size">
          {strings.actualSize}
        </ToggleButton>
      </Hint>
    </ToggleButtonGroup>
  );
}
