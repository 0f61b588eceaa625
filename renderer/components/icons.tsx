import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function PixelsIcon() {
  return (
    <Icon>
      <path className="solid" d="M2 2h4v4H2zM10 2h4v4h-4zM6 6h4v4H6zM2 10h4v4H2zM10 10h4v4h-4z" />
    </Icon>
  );
}

export function CameraIcon() {
  return (
    <Icon>
      <path d="M1.75 4.75h2.8l1.2-2h4.5l1.2 2h2.8v8.5H1.75z" />
      <circle cx="8" cy="8.75" r="2.5" />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon>
      <path d="m3.5 3.5 9 9m0-9-9 9" />
    </Icon>
  );
}

export function ChevronIcon() {
  return (
    <Icon>
      <path d="m5.5 3.5 4.5 4.5-4.5 4.5" />
    </Icon>
  );
}

export function ThemeIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.75" />
      <path className="solid" d="M8 2.25a5.75 5.75 0 0 1 0 11.5z" />
    </Icon>
  );
}
